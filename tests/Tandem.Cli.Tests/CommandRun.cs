using System.Text.Json.Nodes;
using Tandem.Cli.Terminal;
using Tandem.Environments;

namespace Tandem.Cli.Tests;

/// <summary>What a command line came to: in this process, or in one of its own.</summary>
internal sealed record CommandRun(int Code, string Output, string Error)
{
    /// <summary>The last line of standard output, which <c>--json</c> makes one object.</summary>
    public JsonObject Json => JsonNode.Parse(Output.TrimEnd('\n').Split('\n')[^1])!.AsObject();

    /// <summary>The names of the object's properties, in their order.</summary>
    public string[] JsonNames => [.. Json.Select(property => property.Key)];

    /// <summary>Runs a command in this process, without a terminal.</summary>
    public static Task<CommandRun> Of(params string[] args) => Of(EnvironmentCatalog.BuiltIn, args);

    /// <summary>Runs a command with worlds of one's own.</summary>
    public static Task<CommandRun> Of(EnvironmentCatalog catalog, params string[] args) => Of(catalog, Stream.Null, new StringWriter(), args);

    /// <summary>Runs a command with something on its standard input.</summary>
    public static Task<CommandRun> OfInput(byte[] input, params string[] args) => OfInput(new MemoryStream(input), new StringWriter(), args);

    /// <summary>Runs a command with standard input and output of one's own.</summary>
    public static Task<CommandRun> OfInput(Stream input, StringWriter output, params string[] args) => Of(EnvironmentCatalog.BuiltIn, input, output, args);

    /// <summary>Runs a command by a clock of one's own; a training that stands still is looked for every few milliseconds.</summary>
    public static Task<CommandRun> Of(EnvironmentCatalog catalog, TimeProvider clock, params string[] args) =>
        Of(catalog, Stream.Null, new StringWriter(), args, clock);

    private static async Task<CommandRun> Of(EnvironmentCatalog catalog, Stream input, StringWriter output, string[] args, TimeProvider? clock = null)
    {
        using var error = new StringWriter();
        var context = new CommandContext(catalog, new Screen(output, error, args, isTerminal: false), clock ?? TimeProvider.System) { OpenInput = () => input };
        context = clock is null ? context : context with { StallAfter = TimeSpan.FromMilliseconds(20) };
        var code = await TandemCommand.RunAsync(args, context);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Trains a short run for a test to work on.</summary>
    public static async Task Train(string folder, int episodes = 40, int checkpointEvery = 10)
    {
        var run = await Of("train", "reinforce", "--episodes", $"{episodes}", "--checkpoint-every", $"{checkpointEvery}", "--out", folder);
        Assert.True(run.Code == 0, run.Error);
    }

    /// <summary>Asserts that the request was refused with one sentence and nothing else.</summary>
    public void AssertRefused(string sentence) => AssertFailed(2, sentence);

    /// <summary>Asserts an exit code and that one line of error holds a text.</summary>
    public void AssertFailed(int code, string sentence)
    {
        Assert.Equal("", Output);
        Assert.Contains(sentence, Error, StringComparison.Ordinal);
        Assert.Single(Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("tandem: ", Error, StringComparison.Ordinal);
        Assert.Equal(code, Code);
    }
}
