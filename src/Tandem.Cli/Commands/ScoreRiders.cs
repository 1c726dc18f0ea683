using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Environments;
using Tandem.Inference;

namespace Tandem.Cli.Commands;

/// <summary>What riders come to in one world, beside a random one and the best there is.</summary>
internal sealed class ScoreRiders(Screen screen, IRider rider, int episodes, ulong seed, CancellationToken cancellation)
{
    private readonly double? optimum = rider.Spec.OptimalReturn(rider.Choice.World, rider.Choice.StepLimit);

    public void ReportRun(string path, TrainedRider trained)
    {
        var greedy = Score("greedy", trained.Policy(PolicyMode.Greedy));
        var sampled = trained.CanSample ? Score("sampled", trained.Policy(PolicyMode.Sampled, seed)) : null;
        var random = Random();
        screen.Result(
            new { Run = path, Checkpoint = trained.Checkpoint, trained.Target, Optimum = optimum, Greedy = ScoreJson.Of(greedy), Sampled = sampled is null ? null : ScoreJson.Of(sampled), Random = ScoreJson.Of(random) },
            console =>
            {
                var table = new ScoreTable(optimum).Add(random);
                (sampled is null ? table : table.Add(sampled)).Add(greedy).AddOptimum(steps: null).Write(console);
            });
    }

    public void ReportUntrained()
    {
        var random = Random();
        var other = rider.Name == UntrainedRider.RandomName ? random : Score(rider.Name, rider.Policy(PolicyMode.Greedy, seed));
        var table = new ScoreTable(optimum).Add(random);
        screen.Result(
            new { Env = rider.Spec.Id, Policy = rider.Name, Optimum = optimum, Rider = ScoreJson.Of(other), Random = ScoreJson.Of(random) },
            console => (other == random ? table : table.Add(other)).AddOptimum(steps: null).Write(console));
    }

    private RiderScore Random() => Score("random", new RandomPolicy(rider.Spec.Create(rider.Choice.World).Actions, seed));

    private RiderScore Score(string name, IPolicy policy) => RiderScore.Evaluate(name, rider.Spec, rider.Choice, policy, episodes, seed, cancellation);
}
