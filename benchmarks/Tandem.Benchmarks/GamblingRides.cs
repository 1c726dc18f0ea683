using Tandem.Environments;
using Tandem.Learning.Training;
using Tandem.Learning.Trajectories;
using static Tandem.Benchmarks.RideStudy;

namespace Tandem.Benchmarks;

/// <summary>What is learned from gambles, where the highest return in the data belongs to the worst action.</summary>
internal static class GamblingRides
{
    private const int Sets = 3, Rides = 1_000;
    private static readonly double[] Worth = [-5, -2.5, 1];

    public static void Run(StudiedLearners learners)
    {
        NativeAllocator.KeepFreedMemory();
        Console.WriteLine(Line($"Gambling-v0, {Rides} random rides; what the action at the table is worth; the best is 1"));
        Console.WriteLine("| set | critic's tokens | asked for 5 / for 1 | clone | best 10% | IQL / its critic in perceptrons | LSTM, critic's tokens |");
        for (var seed = 0UL; seed < Sets; seed++)
        {
            using var study = new RideStudy(EnvironmentCatalog.BuiltIn["Gambling-v0"], null, Rides, "random", seed);
            Row(
                () => Line($"{seed}"),
                learners.Of(StudiedLearners.Critic, () => Line($"{Of(study.Taught())}")),
                learners.Of(StudiedLearners.Observed, () =>
                {
                    var observed = study.Observed();
                    return Line($"{Of(observed(5))} / {Of(observed(1))}");
                }),
                learners.Of(StudiedLearners.Clone, () => Line($"{Of(study.Clone(1))}")),
                learners.Of(StudiedLearners.Best, () => Line($"{Of(study.Clone())}")),
                learners.Of(StudiedLearners.Iql, () => Line($"{Of(study.Iql())} / {Of(study.Iql(CriticForm.Perceptron))}")),
                learners.Of(StudiedLearners.Lstm, () => Line($"{Of(study.Taught(SequenceModel.Lstm))}")));
        }
    }

    private static double Of(IPolicy policy)
    {
        var action = new ActionBatch(new Discrete(Worth.Length), 1);
        policy.Begin(0);
        policy.Act([0], [0], action);
        return Worth[action.Choices[0]];
    }
}
