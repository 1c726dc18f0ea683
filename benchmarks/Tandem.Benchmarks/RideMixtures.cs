using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;
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
    private const int Limit = 1_000, Steps = 100_000, Rides = 100, Judging = 20;
    private static readonly string[] Kinds = ["medium", "replay", "medium-expert"];

    /// <param name="world">CartPole-v1 or BicycleBalance-v0; each step earns 1.</param>
    /// <param name="sets">Seeds, from 0 on, of an expert, its data and the learners.</param>
    /// <param name="learners">Who learns.</param>
    public static void Run(string world, int sets, StudiedLearners learners)
    {
        NativeAllocator.KeepFreedMemory();
        Console.WriteLine(Line($"{world}, 1 a step, at most {Limit}; greedy rides of {Rides} starts; 0: random, 100: the expert"));
        Console.WriteLine("| data | seed | episodes, steps | data's mean | critic's tokens | IQL | best 10% | clone | LSTM, critic's tokens |");
        var scores = Kinds.ToDictionary(kind => kind, _ => Enumerable.Range(0, 5).Select(_ => new List<double>()).ToArray());
        for (var seed = 0UL; seed < (ulong)sets; seed++)
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

    /// <summary>A training of PPO, seen at its end, at its first third, and while it rode until then.</summary>
    private sealed class MixedAgents
    {
        private readonly EnvironmentSpec spec;
        private readonly PpoOptions options;
        private readonly ulong seed;
        private readonly Agent expert;
        private readonly Agent medium;

        public MixedAgents(EnvironmentSpec spec, ulong seed)
        {
            (this.spec, this.seed, options) = (spec, seed, PpoDefaults.For(spec.Id) with { Seed = seed });
            Random = Mean(new RandomPolicy(Worlds(1).Actions, seed), Rides);
            var stages = new List<(long Steps, Agent Agent)>();
            using var training = new Ppo(Worlds(options.Worlds), options);
            while (!training.IsComplete)
            {
                training.Update();
                stages.Add((training.Steps, training.Agent));
            }

            (ExpertSteps, expert) = stages[^1];
            ExpertReturn = Mean(expert.Policy(), Rides);
            (MediumSteps, medium, MediumReturn) = stages
                .Select(stage => (stage.Steps, stage.Agent, Return: Mean(stage.Agent.Policy(PolicyMode.Sampled, seed), Judging)))
                .First(stage => stage.Return > ExpertReturn / 3);
        }

        public double Random { get; }

        public double ExpertReturn { get; }

        public long ExpertSteps { get; }

        public double MediumReturn { get; }

        public long MediumSteps { get; }

        public double Normalised(IPolicy policy) => 100 * (Mean(policy, Rides) - Random) / (ExpertReturn - Random);

        public void Record(string kind, string folder)
        {
            using var writer = EpisodeWriter.Create(folder, RecordedWorld.Of(spec, null, Worlds(1)));
            switch (kind)
            {
                case "medium":
                    Record(writer, medium, "medium", Steps);
                    break;
                case "medium-expert":
                    Record(writer, medium, "medium", Steps / 2);
                    Record(writer, expert, "expert", Steps / 2);
                    break;
                default:
                    Replay(writer);
                    break;
            }
        }

        /// <summary>About so many steps of sampled rides.</summary>
        private void Record(EpisodeWriter writer, Agent agent, string name, int steps)
        {
            var length = Mean(agent.Policy(PolicyMode.Sampled, seed), Rides);
            var episodes = (int)Math.Round(steps / length);
            _ = EpisodeRecorder.Record(writer, Worlds(Math.Min(episodes, 50)), agent.Policy(PolicyMode.Sampled, seed), name, episodes, seed);
        }

        /// <summary>The same training once more, to the medium agent, with what it rides kept.</summary>
        private void Replay(EpisodeWriter writer)
        {
            writer.Begin("ppo, in training", seed);
            using var training = new Ppo(new RecordedWorlds(Worlds(options.Worlds), writer, seed), options);
            while (training.Steps < MediumSteps)
            {
                training.Update();
            }
        }

        private double Mean(IPolicy policy, int rides) => Tandem.Environments.Rides.Roll(Worlds(rides), policy, rides, seed).Average(ride => ride.Return);

        private IVectorEnvironment Worlds(int count) => spec.Id == "BicycleBalance-v0"
            ? new StepsCounted(spec.CreateVector(count, null, Limit))
            : spec.CreateVector(count, null, Limit);
    }
}
