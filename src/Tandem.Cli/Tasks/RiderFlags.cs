using System.CommandLine;
using Tandem.Cli.Commands;

namespace Tandem.Cli.Tasks;

/// <summary>Who rides where: the agent of a run in its own world, or a rider who learned nothing in any world.</summary>
internal sealed class RiderFlags
{
    private readonly Command command;
    private readonly Argument<string?> run = new("RUN") { Description = "The folder of a run, such as runs/reinforce-BicycleGrid-v0-1", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<double?> target = RunArgument.Target();
    private readonly Option<string?> world = new("--env") { Description = "Without RUN: the world to ride in; 'tandem envs' lists them", HelpName = "ID" };
    private readonly Option<string?> policy = new("--policy") { Description = "Who rides in it: random, or a rider that 'tandem envs ID' names (random)", HelpName = "NAME" };
    private readonly Option<string[]> set = new("--set") { Description = "One of its options; may be given several times", HelpName = "NAME=VALUE" };
    private readonly Option<int?> stepLimit = new("--step-limit") { Description = "Rides in it are cut after so many steps (the world's own limit)", HelpName = "N" };

    /// <summary>Adds the flags to a command.</summary>
    public RiderFlags(SectionedCommand command)
    {
        this.command = command;
        command.Add(run);
        command.Add("Runs that ride", target);
        foreach (var flag in WorldFlags)
            command.Add("Riders without a run", flag);
    }

    /// <summary>All of them, without RUN.</summary>
    public IEnumerable<Option> Flags => [target, .. WorldFlags];

    private Option[] WorldFlags => [world, policy, set, stepLimit];

    /// <summary>The run that is named; null: none.</summary>
    public string? Run(ParseResult parsed) => parsed.GetValue(run);

    /// <summary>The rider that a command line means.</summary>
    /// <exception cref="ArgumentException">It means none, or two.</exception>
    public IRider Open(CommandContext context, ParseResult parsed)
    {
        if (Run(parsed) is { } folder)
        {
            Refuse(parsed, WorldFlags, "a run brings its own world and rider");
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

    private static void Refuse(ParseResult parsed, IEnumerable<Option> flags, string reason)
    {
        if (flags.FirstOrDefault(flag => parsed.GetResult(flag) is { Implicit: false }) is { } stray)
            throw new ArgumentException($"{reason}: leave {stray.Name} out");
    }
}
