using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Environments;
using Tandem.Environments.Bicycle;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;
using Tandem.Runs;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem demo</c>: an agent learns to ride the bicycle across the 5 × 5 grid, and is scored.</summary>
internal static class DemoCommand
{
    private const string World = "BicycleGrid-v0";
    private const int Episodes = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    public static Command Create(CommandContext context)
    {
        var seed = new Option<ulong>("--seed") { Description = "Everything random follows from it (0)", HelpName = "N" };
        var folder = new Option<string?>("--out") { Description = "The run's folder (runs/reinforce-BicycleGrid-v0-<n>)", HelpName = "DIR" };
        var command = new Command("demo", "The whole story in under a minute: learn to ride a bicycle, ride it, be scored") { seed, folder };
        context.Act(command, parsed => Prepare(context, parsed.GetValue(seed), parsed.GetValue(folder)));
        return command;
    }

    private static Func<CancellationToken, int> Prepare(CommandContext context, ulong seed, string? folder)
    {
        var spec = context.Catalog[World];
        var task = ReinforceTask.For(spec);
        task = task with { Learner = task.Learner with { Seed = seed } };
        var training = task.NewTraining(context.Catalog);
        var directory = TrainReinforceCommand.NewRun(context, task, ["demo"], folder);
        var run = ReinforceRun.Start(directory, training, task.CheckpointEvery);
        return cancellation => Show(context, spec, task, directory, run, cancellation);
    }

    private static int Show(
        CommandContext context, EnvironmentSpec spec, ReinforceTask task, RunDirectory directory, ReinforceRun run, CancellationToken cancellation)
    {
        var begun = context.Time.GetTimestamp();
        using (directory)
        using (run)
        {
            Introduce(context.Screen, spec);
            if (!ReinforceWatch.Train(context, task, directory, run, cancellation))
            {
                return ExitCode.Interrupted;
            }

            Ride(context.Screen, spec, task, directory, run, cancellation);
            var seconds = context.Time.GetElapsedTime(begun).TotalSeconds;
            Score(context.Screen, spec, task, directory.Path, run.Training.Agent, seconds, cancellation);
            return ExitCode.Done;
        }
    }

    private static void Introduce(Screen screen, EnvironmentSpec spec)
    {
        screen.Say($"[bold]{spec.Id}[/]: {Markup.Escape(spec.Summary)}");
        screen.Say("[dim]Each step costs 1, arriving earns 100. The agent is told nothing else.[/]");
        screen.Say("");
    }

    private static void Ride(
        Screen screen, EnvironmentSpec spec, ReinforceTask task, RunDirectory directory, ReinforceRun run, CancellationToken cancellation)
    {
        if (screen.IsJson)
        {
            return;
        }

        TrainingReport.Curve(screen.Results, directory.MetricsPath, run.Training.Episodes);
        var ride = RecordedRide.Record(spec.Create(), run.Training.Agent.Policy(), task.Environment.StepLimit!.Value, task.Learner.Seed);
        RideAnimation.Play(screen, ride, spec.CreateRenderer()!, Pause, cancellation);
        screen.Results.WriteLine();
    }

    private static void Score(
        Screen screen, EnvironmentSpec spec, ReinforceTask task, string path, Agent agent, double seconds, CancellationToken cancellation)
    {
        RiderScore Evaluate(string rider, IPolicy policy, int episodes) =>
            RiderScore.Evaluate(rider, spec, task.Environment, policy, episodes, task.Learner.Seed, cancellation);
        var random = Evaluate("random", new RandomPolicy(agent.Actions, task.Learner.Seed), Episodes);
        var sampled = Evaluate("REINFORCE", agent.Policy(PolicyMode.Sampled, task.Learner.Seed), Episodes);
        var greedy = Evaluate("greedy ride", agent.Policy(), 1);
        var optimum = new BicycleGrid((BicycleGridOptions)spec.DefaultOptions!);
        screen.Result(
            new
            {
                Random = ScoreJson.Of(random),
                Reinforce = ScoreJson.Of(sampled) with { GreedyReturn = greedy.Summary.MeanReturn },
                Optimum = new { MeanReturn = optimum.OptimalReturn, MeanSteps = (double)optimum.OptimalSteps, Success = 1.0 },
                Run = path,
                Seconds = Math.Round(seconds, 3),
            },
            console =>
            {
                new ScoreTable(optimum.OptimalReturn).Add(random).Add(sampled).Add(greedy).AddOptimum(optimum.OptimalSteps).Write(console);
                console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"Learned, ridden and scored in {seconds:0.0} s; saved in [bold]{Markup.Escape(path)}[/]. Next:"));
                TrainingReport.Next(
                    console,
                    ($"tandem ride {path} --sampled", "watch a ride with sampled actions"),
                    ("tandem train reinforce --size 10 --scaled", "a larger grid"),
                    ($"tandem envs {World}", "what it sees and does"));
            });
    }
}
