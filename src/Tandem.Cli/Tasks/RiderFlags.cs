using System.CommandLine;
using Tandem.Cli.Commands;
using Tandem.Runs;

namespace Tandem.Cli.Tasks;

/// <summary>Who rides where: the agent of a run in its own world, or a rider who learned nothing in any world.</summary>
internal sealed class RiderFlags
{
    private readonly Command command;
    private readonly bool takesSeveral;
    private readonly Argument<string[]> runs;
    private readonly Option<double?> target = RunArgument.Target();
    private readonly Option<string?> world = new("--env") { Description = "Without RUN: the world to ride in; 'tandem envs' lists them", HelpName = "ID" };
    private readonly Option<string?> policy = new("--policy") { Description = "Who rides in it: random, or a rider that 'tandem envs ID' names (random)", HelpName = "NAME" };
    private readonly Option<string[]> set = new("--set") { Description = "One of its options; may be given several times", HelpName = "NAME=VALUE" };
    private readonly Option<int?> stepLimit = new("--step-limit") { Description = "Rides in it are cut after so many steps (the world's own limit)", HelpName = "N" };

    /// <summary>Adds the flags to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="takesSeveral">Whether it takes several runs at once.</param>
    public RiderFlags(SectionedCommand command, bool takesSeveral = false)
    {
        (this.command, this.takesSeveral) = (command, takesSeveral);
        runs = takesSeveral
            ? new("RUN…") { Description = "The folder of a run, such as runs/reinforce-BicycleGrid-v0-1, or of several, which are summed up", Arity = ArgumentArity.ZeroOrMore }
            : new("RUN") { Description = "The folder of a run, such as runs/reinforce-BicycleGrid-v0-1", Arity = ArgumentArity.ZeroOrOne };
        runs.CustomParser = result => [.. result.Tokens.Select(token => token.Value)];
        command.Add(runs);
        command.Add("Runs that ride", target);
        foreach (var flag in WorldFlags)
            command.Add("Riders without a run", flag);
    }

    /// <summary>All of them, without RUN.</summary>
    public IEnumerable<Option> Flags => [target, .. WorldFlags];

    private Option[] WorldFlags => [world, policy, set, stepLimit];

    /// <summary>The runs that are named, those of a folder of seeds one by one.</summary>
    public IReadOnlyList<string> Runs(ParseResult parsed) =>
        [.. (parsed.GetValue(runs) ?? []).SelectMany(path => takesSeveral ? SeedTrainings.FoldersOf(RunDirectory.Open(path)) : [path])];

    /// <summary>The return that is asked for; null: none is.</summary>
    public double? Target(ParseResult parsed) => parsed.GetValue(target);

    /// <summary>The rider that a command line means.</summary>
    /// <exception cref="ArgumentException">It means none, or two.</exception>
    public IRider Open(CommandContext context, ParseResult parsed)
    {
        if (Runs(parsed) is [var folder, ..])
        {
            RefuseWorld(parsed);
            return TrainedRider.Open(context.Catalog, folder, parsed.GetValue(target), context.Screen.Complain);
        }

        Refuse(parsed, [target], "only the Decision Transformer of a run asks for a return");
        var id = parsed.GetValue(world)
            ?? throw new ArgumentException($"'{HelpScreen.PathOf(command)}' wants a rider: give RUN, the folder of a run, or --env ID and --policy NAME");
        var spec = context.Catalog[id];
        var choice = EnvironmentChoice.Of(spec, parsed.GetValue(set) ?? []);
        choice = parsed.GetValue(stepLimit) is { } limit ? choice with { StepLimit = limit } : choice;
        return new UntrainedRider(spec, choice, parsed.GetValue(policy) ?? UntrainedRider.RandomName);
    }

    /// <summary>Refuses the flags of a rider without a run.</summary>
    public void RefuseWorld(ParseResult parsed) => Refuse(parsed, WorldFlags, "a run brings its own world and rider");

    private static void Refuse(ParseResult parsed, IEnumerable<Option> flags, string reason)
    {
        if (flags.FirstOrDefault(flag => parsed.GetResult(flag) is { Implicit: false }) is { } stray)
            throw new ArgumentException($"{reason}: leave {stray.Name} out");
    }
}
