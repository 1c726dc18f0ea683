using Tandem.Environments;
using Tandem.Learning;
using Tandem.Runs;

namespace Tandem.Cli.Terminal;

/// <summary>A training that a person watches: what ends it early is said, and how to go on.</summary>
internal static class TrainingWatch
{
    /// <summary>Trains to the end or until interrupted.</summary>
    /// <param name="screen">Where an interruption is said.</param>
    /// <param name="directory">The run's.</param>
    /// <param name="unit">What its length is counted in, in the plural.</param>
    /// <param name="done">How many of those are done.</param>
    /// <param name="world">The world it acts in; null: none.</param>
    /// <param name="train">Trains; tells whether it is complete.</param>
    /// <returns>Whether it is complete; an interruption is said.</returns>
    /// <exception cref="InvalidOperationException">The training failed; the message names world and checkpoint.</exception>
    public static bool Train(Screen screen, RunDirectory directory, string unit, Func<long> done, string? world, Func<bool> train)
    {
        bool complete;
        try
        {
            complete = train();
        }
        catch (Exception fault) when (fault is EnvironmentException or NonFiniteLossException or IOException)
        {
            var place = fault is EnvironmentException ? $"{world}, after {done()} {unit}: " : "";
            throw new InvalidOperationException($"{place}{fault.Message} ({WhatIsLeft(directory, unit)})", fault);
        }

        if (!complete)
        {
            screen.Complain($"interrupted after {done()} {unit} and saved: go on with 'tandem resume {directory.Path}'");
        }

        return complete;
    }

    /// <summary>What a training that ended now would leave.</summary>
    public static string WhatIsLeft(RunDirectory directory, string unit) => directory.Checkpoints.Steps is [.., var last]
        ? $"the run keeps its checkpoint of {unit[..^1]} {last}; 'tandem resume {directory.Path}' goes on from there"
        : "the run has no checkpoint yet";
}
