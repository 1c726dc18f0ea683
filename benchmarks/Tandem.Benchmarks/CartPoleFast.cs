using System.Diagnostics;
using System.Globalization;
using Tandem.Environments;
using Tandem.Learning.Reinforcement;

namespace Tandem.Benchmarks;

/// <summary>
/// PPO on CartPole as fast as it goes: in a fresh process for each seed the wall time from the first line of the training to
/// the end of its evaluation, the last policy ridden greedily for 100 episodes, compilation at run time included. Steps per
/// second are those of the training, without the evaluation.
/// </summary>
internal static class CartPoleFast
{
    private const int Seeds = 20;
    private const int Episodes = 100;
    private const double Goal = 475;
    private const double MostSeconds = 5;
    private const string World = "CartPole-v1";

    public static void Run()
    {
        Console.WriteLine("seed   steps  seconds  steps/s  evaluation  least (seconds of training and evaluation, steps/s of training alone)");
        var results = new List<(double Seconds, double Rate, double Mean)>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var printed = Peer.Own("cartpole-fast-once", $"{seed}").Split('\n')[0];
            Console.WriteLine(printed);
            var numbers = Array.ConvertAll(printed.Split(' ', StringSplitOptions.RemoveEmptyEntries), text => double.Parse(text, CultureInfo.InvariantCulture));
            results.Add((numbers[2], numbers[3], numbers[4]));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"trained, evaluated and at least {Goal} within {MostSeconds} s: {results.Count(result => result.Mean >= Goal && result.Seconds <= MostSeconds)} of {Seeds}; steps/s of training: median {results.Select(result => result.Rate).Order().ElementAt(Seeds / 2):0}, least {results.Min(result => result.Rate):0}"));
    }

    /// <summary>One training in this process; prints what came of it.</summary>
    public static void Once(ulong seed)
    {
        var begun = Stopwatch.GetTimestamp();
        var spec = EnvironmentCatalog.BuiltIn[World];
        var options = PpoDefaults.For(World) with { Seed = seed };
        using var training = new Ppo(spec.CreateVector(options.Worlds), options);
        while (!training.IsComplete)
        {
            training.Update();
        }

        var trained = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        var rides = Rides.Roll(spec.CreateVector(Episodes), training.Agent.Policy(), Episodes, seed);
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{seed,4}  {training.Steps,6}  {seconds,7:0.00}  {training.Steps / trained,7:0}  {rides.Average(ride => ride.Return),10:0.00}  {rides.Min(ride => ride.Return),5:0}"));
    }
}
