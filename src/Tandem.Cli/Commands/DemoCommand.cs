using System.CommandLine;
using System.Globalization;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem demo</c>: the whole story, told by <see cref="Demonstration"/>.</summary>
internal static class DemoCommand
{
    public static Command Create(CommandContext context)
    {
        var seed = new Option<ulong>("--seed") { Description = "Everything random follows from it (0)", HelpName = "N" };
        var folder = new Option<string?>("--out") { Description = "The folder of the demo's runs and rides (runs/demo-<n>)", HelpName = "DIR" };
        var updates = new Option<int>("--updates") { Description = $"Updates of the Decision Transformer ({Demonstration.DefaultUpdates}; 1 to 1000000)", DefaultValueFactory = _ => Demonstration.DefaultUpdates, HelpName = "N" };
        var command = new Command("demo", "The whole story in under a minute: learn to ride by trial, learn from others' rides, be scored") { seed, folder, updates };
        context.Act(command, parsed =>
        {
            var demonstration = new Demonstration(context, parsed.GetValue(seed), parsed.GetValue(folder) ?? NextFolder(), parsed.GetValue(updates));
            return demonstration.Run;
        });
        return command;
    }

    private static string NextFolder() => Enumerable.Range(1, int.MaxValue)
        .Select(number => Path.Combine("runs", string.Create(CultureInfo.InvariantCulture, $"demo-{number}")))
        .First(folder => !Path.Exists(folder));
}
