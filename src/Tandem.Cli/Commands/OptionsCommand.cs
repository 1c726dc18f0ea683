using System.CommandLine;
using Tandem.Cli.Tasks;
using Tandem.Runs.Options;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem options TASK</c>: the whole tree of a task as commented JSON, ready to be edited.</summary>
internal static class OptionsCommand
{
    public static Command Create(CommandContext context, string[] args)
    {
        var task = new Argument<string>("TASK") { Description = $"A task of tandem train: {TaskNames.All}" };
        var world = new Option<string?>("--env") { Description = "The world whose options are printed", HelpName = "ID" };
        var source = new Option<string?>("--source") { Description = "The text whose length the defaults of translation go by", HelpName = "FILE" };
        var example = new Option<string?>("--example") { Description = "The example that is translated", HelpName = "NAME" };
        var command = new Command("options", "Prints every option of a task as commented JSON") { task, world, source, example };
        context.Act(command, parsed =>
        {
            object tree = parsed.GetValue(task) switch
            {
                var name when Algorithms.Find(name!) is { } algorithm =>
                    LearnerTask.For(algorithm, TaskOptions<LearnerTask>.FindWorld(context.Catalog, args, algorithm.DefaultWorld)),
                (RideTask.CloneName or RideTask.DecisionTransformerName) and var name => RideTask.For(name),
                IqlTask.Name => new IqlTask(),
                TranslateTask.Name => TranslateTask.For(args) with { Source = parsed.GetValue(source) ?? "", Example = parsed.GetValue(example) ?? "" },
                var name => throw new ArgumentException($"there is no task '{name}': give {TaskNames.All}"),
            };
            return _ =>
            {
                context.Screen.Output.Write(context.Screen.IsJson ? OneLine(OptionsWriter.ToJson(tree)) : OptionsWriter.ToCommentedJson(tree));
                return ExitCode.Done;
            };
        });
        return command;
    }

    private static string OneLine(string json) => System.Text.Json.Nodes.JsonNode.Parse(json)!.ToJsonString() + "\n";
}
