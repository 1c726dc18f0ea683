using System.CommandLine;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Environments;
using Tandem.Inference;
using Tandem.Runs;

namespace Tandem.Cli.Commands;

/// <summary>
/// <c>tandem evaluate RUN</c>: lets the last checkpoint ride episodes that training never saw, or translate a text.
/// </summary>
internal static class EvaluateCommand
{
    private const string Name = "evaluate";
    private const int DefaultEpisodes = 100;

    public static Command Create(CommandContext context, string[] args)
    {
        var path = RunArgument.Create();
        var command = new SectionedCommand(Name, "Rides a trained agent and scores it, or scores a translation model on a text") { path };
        if (!args.Contains(Name))
        {
            return command;
        }

        var episodes = new Option<int>("--episodes") { Description = $"Rides of each rider ({DefaultEpisodes}; 1 to 1000000)", DefaultValueFactory = _ => DefaultEpisodes, HelpName = "N" };
        var seed = new Option<ulong>("--seed") { Description = "What the evaluation's worlds and samples draw from; never what training drew from (0)", HelpName = "N" };
        var target = RunArgument.Target();
        command.Add("Every run", seed);
        command.Add("Runs that ride", episodes);
        command.Add("Runs that ride", target);
        var translation = new ScoreTranslation(command);
        context.Act(command, parsed =>
        {
            var run = parsed.GetValue(path)!;
            if (RunDirectory.Open(run).Record.Task == TranslateTask.Name)
            {
                RefuseFlags(run, "translates and does not ride", [episodes, target], parsed);
                return translation.Prepare(context, run, parsed.GetValue(seed), parsed);
            }

            RefuseFlags(run, "rides and does not translate", translation.Flags, parsed);
            return Prepare(context, run, parsed.GetValue(episodes), parsed.GetValue(seed), parsed.GetValue(target));
        });
        return command;
    }

    private static void RefuseFlags(string run, string nature, IEnumerable<Option> flags, ParseResult parsed)
    {
        if (flags.FirstOrDefault(flag => parsed.GetResult(flag) is { Implicit: false }) is { } stray)
        {
            throw new ArgumentException($"the run '{run}' {nature}: leave {stray.Name} out");
        }
    }

    private static Func<CancellationToken, int> Prepare(CommandContext context, string path, int episodes, ulong seed, double? target)
    {
        if (episodes is < 1 or > 1_000_000)
        {
            throw new ArgumentException($"{episodes} episodes are out of range: give 1 to 1000000");
        }

        var trained = TrainedRider.Open(context.Catalog, path, target, context.Screen.Complain);
        var (spec, choice) = (trained.Spec, trained.Choice);
        return cancellation =>
        {
            using var _ = trained;
            RiderScore Score(string rider, IPolicy policy) => RiderScore.Evaluate(rider, spec, choice, policy, episodes, seed, cancellation);
            var greedy = Score("greedy", trained.Policy(PolicyMode.Greedy));
            var sampled = Score("sampled", trained.Policy(PolicyMode.Sampled, seed));
            var random = Score("random", new RandomPolicy(spec.Create(choice.World).Actions, seed));
            var optimum = spec.OptimalReturn(choice.World);
            context.Screen.Result(
                new { Run = path, Checkpoint = trained.Checkpoint, trained.Target, Optimum = optimum, Greedy = ScoreJson.Of(greedy), Sampled = ScoreJson.Of(sampled), Random = ScoreJson.Of(random) },
                console => new ScoreTable(optimum).Add(random).Add(sampled).Add(greedy).AddOptimum(steps: null).Write(console));
            return ExitCode.Done;
        };
    }
}
