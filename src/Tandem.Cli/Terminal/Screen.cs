using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace Tandem.Cli.Terminal;

/// <summary>
/// Where a command writes: results to standard output, progress and messages to standard error. With <c>--json</c> the
/// result is one JSON object on the last line of standard output, and nothing else is written there.
/// </summary>
internal sealed partial class Screen
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Columns where no terminal says how many there are: tables need not wrap in a file.</summary>
    private const int PlainWidth = 120;

    private readonly Lazy<IAnsiConsole> results;
    private readonly Lazy<IAnsiConsole> messages;

    public Screen(TextWriter output, TextWriter error, IReadOnlyCollection<string> args, bool isTerminal)
    {
        (Output, Error, IsTerminal) = (output, error, isTerminal);
        IsJson = args.Contains("--json");
        IsQuiet = args.Contains("--quiet");
        IsVerbose = args.Contains("--verbose");
        results = new Lazy<IAnsiConsole>(() => Console(Output, isTerminal));
        messages = new Lazy<IAnsiConsole>(() => Console(Error, isTerminal));
    }

    public static Screen OfConsole(IReadOnlyCollection<string> args) =>
        new(System.Console.Out, System.Console.Error, args, !System.Console.IsOutputRedirected && !System.Console.IsErrorRedirected);

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>Whether a person watches, so that lines may be drawn over.</summary>
    public bool IsTerminal { get; }

    public bool IsJson { get; }

    public bool IsQuiet { get; }

    public bool IsVerbose { get; }

    /// <summary>Whether progress is welcome.</summary>
    public bool ShowsProgress => !IsQuiet;

    /// <summary>Standard output, for tables and drawings.</summary>
    public IAnsiConsole Results => results.Value;

    /// <summary>Standard error, for progress and messages.</summary>
    public IAnsiConsole Messages => messages.Value;

    /// <summary>Writes a message for the person who waits; markup allowed.</summary>
    public void Say(string markup)
    {
        if (!IsQuiet)
        {
            Messages.MarkupLine(markup);
        }
    }

    /// <summary>Writes the command's result: a table for people, or one JSON object.</summary>
    public void Result(object json, Action<IAnsiConsole> table)
    {
        if (IsJson)
        {
            Output.WriteLine(JsonSerializer.Serialize(json, Json));
            Output.Flush();
        }
        else
        {
            table(Results);
        }
    }

    /// <summary>Says what is wrong, in one sentence.</summary>
    public void Complain(string sentence) => Error.WriteLine($"tandem: {sentence}");

    /// <summary>Says what is wrong, a sentence each.</summary>
    public void ComplainOfEach(IReadOnlyList<string> sentences)
    {
        foreach (var sentence in sentences)
        {
            Complain(sentence);
        }
    }

    /// <summary>Says what went wrong, and gives back the exit code.</summary>
    public int Report(Exception error, int exitCode)
    {
        Complain(Sentence(error));
        if (IsVerbose)
        {
            Error.WriteLine(error);
        }

        return exitCode;
    }

    private static string Sentence(Exception error) => error switch
    {
        ArgumentException or InvalidDataException or IOException or UnauthorizedAccessException or InvalidOperationException
            or Environments.EnvironmentException or NotSupportedException => error.Message,
        ExternalException or OutOfMemoryException when IsOutOfMemory(error) =>
            $"there is not enough memory{Wanted(error)}: give a smaller model or smaller batches",
        ExternalException => $"libtorch failed: {FirstLine(error)} (--verbose shows where)",
        _ => $"{error.GetType().Name}: {error.Message} (--verbose shows where)",
    };

    private static bool IsOutOfMemory(Exception error) =>
        error is OutOfMemoryException || error.Message.Contains("allocate memory", StringComparison.OrdinalIgnoreCase) || error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase);

    /// <summary>How much libtorch asked the system for in vain, where it says so.</summary>
    private static string Wanted(Exception error) =>
        WantedBytes().Match(error.Message) is { Success: true } match && double.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var bytes)
            ? string.Create(CultureInfo.InvariantCulture, $", {bytes / 1e9:0.0} GB were asked for at once")
            : "";

    [GeneratedRegex("tried to allocate ([0-9]+) bytes")]
    private static partial Regex WantedBytes();

    /// <summary>Without the native stack that libtorch puts behind its message.</summary>
    private static string FirstLine(Exception error) => error.Message.Split('\n', 2)[0].Trim();

    /// <summary>A console that draws as its terminal can (<c>NO_COLOR</c> is heeded), or plain text in a fixed width.</summary>
    private static IAnsiConsole Console(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            // Terminals alone are asked what they can do: a build server's name does not change what goes into its pipe.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!isTerminal)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }
}
