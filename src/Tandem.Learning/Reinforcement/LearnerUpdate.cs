namespace Tandem.Learning.Reinforcement;

/// <summary>What one turn of acting and learning brought.</summary>
/// <param name="Steps">Environment steps since the beginning of the training.</param>
/// <param name="Finished">The episodes that ended during the turn, in the worlds' own rewards.</param>
/// <param name="Metrics">
/// What experts look for, by name: losses, entropy, approximate KL, clip fraction, explained variance, gradient norm, … The names
/// are the same in every update of a training; a turn that only acted, or did not learn yet, may leave all of them out.
/// </param>
public sealed record LearnerUpdate(long Steps, IReadOnlyList<Ride> Finished, IReadOnlyList<KeyValuePair<string, double>> Metrics)
{
    /// <summary>One of the metrics.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message names those that there are.</exception>
    public double this[string metric]
    {
        get
        {
            foreach (var (name, value) in Metrics)
            {
                if (name == metric)
                {
                    return value;
                }
            }

            throw new KeyNotFoundException($"there is no metric '{metric}' in this update: its metrics are {string.Join(", ", Metrics.Select(pair => pair.Key))}");
        }
    }

    /// <summary>The mean return of the episodes that ended during the turn; not a number where none did.</summary>
    public double MeanReturn => Finished.Count == 0 ? double.NaN : Finished.Average(ride => ride.Return);
}
