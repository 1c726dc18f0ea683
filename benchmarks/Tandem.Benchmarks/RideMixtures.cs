using Tandem.Environments;
using Tandem.Learning.Training;
using Tandem.Learning.Trajectories;
using static Tandem.Benchmarks.RideStudy;

namespace Tandem.Benchmarks;

/// <summary>
/// Balancing, learned from what agents of PPO left behind: a medium one, everything it had ridden until then, and half of it beside
/// an expert's. Scores are normalised: 0 rides at random, 100 is the expert.
/// </summary>
internal static class RideMixtures
{
    private static readonly string[] Kinds = [MixedAgents.MediumKind, MixedAgents.ReplayKind, MixedAgents.MediumExpertKind];

    /// <param name="world">CartPole-v1 or BicycleBalance-v0; each step earns 1.</param>
    /// <param name="sets">Seeds of an expert, its data and the learners.</param>
    /// <param name="learners">Who learns.</param>
    /// <param name="first">The first seed: 0 for what is reported, others to choose settings by.</param>
    public static void Run(string world, int sets, StudiedLearners learners, int first)
    {
        NativeAllocator.KeepFreedMemory();
        Console.WriteLine(Line($"{world}, 1 a step, at most {MixedAgents.Limit}; greedy rides of {MixedAgents.Rides} starts; 0: random, 100: the expert"));
        Console.WriteLine("| data | seed | episodes, steps | data's mean | critic's tokens | IQL | best 10% | clone | LSTM, critic's tokens |");
        var scores = Kinds.ToDictionary(kind => kind, _ => Enumerable.Range(0, 5).Select(_ => new List<double>()).ToArray());
        for (var seed = (ulong)first; seed < (ulong)(first + sets); seed++)
        {
            var agents = new MixedAgents(EnvironmentCatalog.BuiltIn[world], seed);
            Console.WriteLine(Line($"seed {seed}: random {agents.Random:0.0}, medium {agents.MediumReturn:0.0} after {agents.MediumSteps} steps, expert {agents.ExpertReturn:0.0} after {agents.ExpertSteps}"));
            foreach (var kind in Kinds)
            {
                using var study = new RideStudy(seed, folder => agents.Record(kind, folder));
                Cells(study, agents, kind, seed, learners, scores[kind]);
            }
        }

        foreach (var (kind, columns) in scores)
        {
            Row([() => kind, () => "mean [95%]", () => "", () => "", .. columns.Select(column => column.Count == 0 ? null : (Func<string>)(() => Interval(column)))]);
            if (columns[0].Count > 0 && columns[2].Count > 0)
            {
                Console.WriteLine(Line($"{kind}: critic's tokens less best 10%, seed by seed: {Interval([.. columns[0].Zip(columns[2], (taught, best) => taught - best)])}"));
            }
        }
    }

    private static void Cells(RideStudy study, MixedAgents agents, string kind, ulong seed, StudiedLearners learners, List<double>[] columns)
    {
        string Score(int column, IPolicy policy)
        {
            columns[column].Add(agents.Normalised(policy));
            return Line($"{columns[column][^1]:0.0}");
        }

        Row(
            () => kind,
            () => Line($"{seed}"),
            () => Line($"{study.Episodes.Count:#,0}, {study.Episodes.Steps:#,0}"),
            () => Line($"{study.Episodes.Statistics().MeanReturn:0}"),
            learners.Of(StudiedLearners.Critic, () => Score(0, study.Taught())),
            learners.Of(StudiedLearners.Iql, () => Score(1, study.Iql())),
            learners.Of(StudiedLearners.Best, () => Score(2, study.Clone())),
            learners.Of(StudiedLearners.Clone, () => Score(3, study.Clone(1))),
            learners.Of(StudiedLearners.Lstm, () => Score(4, study.Taught(SequenceModel.Lstm))));
    }

    private static string Interval(IReadOnlyList<double> scores)
    {
        var random = RandomStream.Create(0, StreamPurpose.Evaluation);
        var (low, high) = StratifiedBootstrap.Interval([scores], StratifiedBootstrap.Mean, ref random);
        return Line($"{scores.Average():0.0} [{low:0.0}, {high:0.0}]");
    }
}
