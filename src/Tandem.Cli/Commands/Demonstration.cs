using System.Globalization;
using Spectre.Console;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Environments;
using Tandem.Environments.Bicycle;
using Tandem.Inference;
using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Commands;

/// <summary>
/// The story that the demo tells on the 5 × 5 grid: an agent learns to ride by trial and error; then random rides are
/// recorded, and two Transformers learn from those alone, one that imitates and one that is asked for the best return.
/// </summary>
internal sealed class Demonstration
{
    /// <summary>How long the Decision Transformer trains unless told otherwise: the small grid needs no more.</summary>
    public const int DefaultUpdates = 1_500;

    private const string World = "BicycleGrid-v0";
    private const int RecordedRides = 1_000;
    private const int CloneShare = 5;
    private const int Episodes = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    private readonly CommandContext context;
    private readonly ulong seed;
    private readonly string folder;
    private readonly int updates;
    private readonly EnvironmentSpec spec;
    private readonly LearnerTask reinforce;
    private readonly List<RiderScore> scores = [];

    public Demonstration(CommandContext context, ulong seed, string folder, int updates)
    {
        (this.context, this.seed, this.folder, this.updates) = (context, seed, folder, updates);
        if (updates is < 1 or > 1_000_000)
        {
            throw new ArgumentException($"{updates} updates are out of range: give 1 to 1000000");
        }

        spec = context.Catalog[World];
        reinforce = LearnerTask.For(Algorithms.Reinforce, spec).WithSeed(seed);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new ArgumentException($"the folder '{folder}' is not empty: give another one for the demo");
        }

        if (File.Exists(folder))
        {
            throw new ArgumentException($"'{folder}' is a file: give a folder for the demo");
        }
    }

    private Screen Screen => context.Screen;

    /// <summary>Tells the story.</summary>
    /// <returns>The exit code.</returns>
    public int Run(CancellationToken cancellation)
    {
        var begun = context.Time.GetTimestamp();
        Chapter($"[bold]{World}[/]: {Markup.Escape(spec.Summary)}", "Each step costs 1, arriving earns 100. The agent is told nothing else.");
        Score("random", new RandomPolicy(spec.Create().Actions, seed), Episodes, cancellation);
        if (!LearnByTrial(cancellation))
        {
            return ExitCode.Interrupted;
        }

        Chapter($"[bold]{RecordedRides:#,0} random rides[/] are recorded; two Transformers learn from them, and never ride themselves.", null);
        var optimal = Record(cancellation);
        if (!LearnFromRides(RideTask.CloneName, "clone", Math.Max(1, updates / CloneShare), cancellation)
            || !LearnFromRides(RideTask.DecisionTransformerName, "Decision\nTransformer", updates, cancellation))
        {
            return ExitCode.Interrupted;
        }

        Close(optimal, context.Time.GetElapsedTime(begun).TotalSeconds);
        return ExitCode.Done;
    }

    private bool LearnByTrial(CancellationToken cancellation)
    {
        using var training = TrainLearnerCommand.Prepare(context, Algorithms.Reinforce, reinforce, ["demo"], Path.Combine(folder, "reinforce"));
        if (!TrainLearnerCommand.Watch(context, training, cancellation))
        {
            return false;
        }

        var agent = training.Run.Learner.Agent;
        if (!Screen.IsJson)
        {
            LearnerReport.WriteCurve(Screen.Results, training);
            Show(agent.Policy(), cancellation);
        }

        Score("REINFORCE", agent.Policy(PolicyMode.Sampled, seed), Episodes, cancellation);
        Score("  greedy ride", agent.Policy(), 1, cancellation);
        return true;
    }

    /// <summary>Records random rides, and counts those that are as good as can be.</summary>
    private int Record(CancellationToken cancellation)
    {
        var worlds = spec.CreateVector(Episodes);
        var world = RecordedWorld.Of(spec, null, worlds);
        using (var writer = EpisodeWriter.Create(EpisodesFolder, world, context.Time))
        {
            var rider = new RandomPolicy(world.Actions, seed, StreamPurpose.Policy);
            _ = EpisodeRecorder.Record(writer, worlds, rider, UntrainedRider.RandomName, RecordedRides, seed, cancellation: cancellation);
        }

        using var set = EpisodeSet.Open(EpisodesFolder);
        return set.CountReaching(spec.OptimalReturn()!.Value);
    }

    private bool LearnFromRides(string name, string title, int trainerUpdates, CancellationToken cancellation)
    {
        var defaults = RideTask.For(name);
        var task = defaults with
        {
            Episodes = EpisodesFolder,
            Rides = defaults.Rides with { Conditioning = defaults.Rides.Conditioning is null ? null : new ConditioningOptions { Returns = ReturnTokens.Observed } },
            Trainer = defaults.Trainer with { Seed = seed, Updates = trainerUpdates },
        };
        using var training = TrainRidesCommand.Prepare(context, name, task, ["demo"], Path.Combine(folder, name), cancellation);
        if (!TrainRidesCommand.Watch(context, name, training, cancellation))
        {
            return false;
        }

        var model = training.Model;
        var target = model.Description.NeedsTarget ? spec.OptimalReturn()!.Value : 0;
        DecisionTransformerPolicy Rider(PolicyMode mode) =>
            new(model, mode, RandomStream.Create(seed, StreamPurpose.EvaluationPolicy), target);
        Score(title, Rider(PolicyMode.Sampled), Episodes, cancellation);
        if (model.Description.NeedsTarget)
        {
            Score("  greedy ride", Rider(PolicyMode.Greedy), 1, cancellation);
        }

        return true;
    }

    private void Close(int optimal, double seconds)
    {
        var optimum = new BicycleGrid((BicycleGridOptions)spec.DefaultOptions!);
        Screen.Result(
            new
            {
                Random = ScoreJson.Of(scores[0]),
                Reinforce = ScoreJson.Of(scores[1]) with { GreedyReturn = scores[2].Summary.MeanReturn },
                Clone = ScoreJson.Of(scores[3]),
                DecisionTransformer = ScoreJson.Of(scores[4]) with { GreedyReturn = scores[5].Summary.MeanReturn },
                Optimum = new { MeanReturn = optimum.OptimalReturn, MeanSteps = (double)optimum.OptimalSteps, Success = 1.0 },
                OptimalRidesInData = optimal,
                Run = folder,
                Seconds = Math.Round(seconds, 3),
            },
            console => Report(console, optimum, optimal, seconds));
    }

    private void Report(IAnsiConsole console, BicycleGrid optimum, int optimal, double seconds)
    {
        var table = new ScoreTable(optimum.OptimalReturn);
        foreach (var score in scores)
        {
            table.Add(score);
        }

        table.AddOptimum(optimum.OptimalSteps).Write(console);
        console.MarkupLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{optimal} of the {RecordedRides:#,0} random rides earned {optimum.OptimalReturn}, the best there is; asked for it, the Decision Transformer's greedy ride earns {scores[5].Summary.MeanReturn:0.##}."));
        console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"Told in {seconds:0.0} s; saved in [bold]{Markup.Escape(folder)}[/]. Next:"));
        NextSteps.Write(
            console,
            ($"tandem ride {Path.Combine(folder, RideTask.DecisionTransformerName)} --target 80", "ask for a slower ride"),
            ("tandem train reinforce --size 10 --scaled", "a larger grid"),
            ($"tandem envs {World}", "what a rider sees and does"));
    }

    private string EpisodesFolder => Path.Combine(folder, "episodes");

    private void Chapter(string title, string? explanation)
    {
        Screen.Say(title);
        if (explanation is not null)
        {
            Screen.Say($"[dim]{explanation}[/]");
        }

        Screen.Say("");
    }

    private void Show(IPolicy policy, CancellationToken cancellation)
    {
        var ride = RecordedRide.Record(spec.Create(), policy, reinforce.Environment.StepLimit!.Value, seed);
        RideAnimation.Play(Screen, ride, spec.CreateRenderer()!, new RidePace(1, Pause), cancellation);
        Screen.Results.WriteLine();
    }

    private void Score(string rider, IPolicy policy, int episodes, CancellationToken cancellation) =>
        scores.Add(RiderScore.Evaluate(rider, spec, reinforce.Environment, policy, episodes, seed, cancellation));
}
