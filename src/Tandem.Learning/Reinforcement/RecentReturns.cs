namespace Tandem.Learning.Reinforcement;

/// <summary>
/// The returns of the last rides, step by step, which a ride's own are compared with:
/// Aₜ = (Gₜ − mean of Gₜ over the rides that came as far as step t) / (σ + 10⁻⁸), σ the deviation of all their returns (n − 1).
/// </summary>
/// <remarks>
/// A baseline for each time step (Peters and Schaal, "Reinforcement learning of motor skills with policy gradients", 2008), here
/// the plain mean over the last rides, the ride itself among them. Steps early and late in a ride have different returns whatever
/// was done; only another ride tells what the step could have been worth. A ride like all the others weighs nothing.
/// Legend: T steps of a ride.
/// </remarks>
internal sealed class RecentReturns(int rides)
{
    private readonly double[][] returns = [.. Enumerable.Repeat(Array.Empty<double>(), rides)];
    private readonly int[] lengths = new int[rides];
    private double[] means = [];
    private int[] counts = [];
    private int next;

    /// <summary>How many rides are kept so far.</summary>
    public int Count { get; private set; }

    /// <summary>Takes in the rides of an update, the oldest out, and turns their returns into what they weigh.</summary>
    /// <param name="weights">G of every step on entry, A on return.</param>
    /// <param name="episodes">Where each ride stands; no more of them than are kept.</param>
    public void Compare(Span<double> weights, List<EpisodeSpan> episodes)
    {
        foreach (var episode in episodes)
        {
            Keep(weights[episode.First..episode.End]);
        }

        AverageSteps();
        var scale = 1 / (Deviation() + 1e-8);
        foreach (var episode in episodes)
        {
            for (var step = episode.First; step < episode.End; step++)
            {
                weights[step] = (weights[step] - means[step - episode.First]) * scale;
            }
        }
    }

    /// <summary>Writes the rides, the oldest first.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Count);
        for (var ride = 0; ride < Count; ride++)
        {
            writer.Write(Ride(ride).Length);
            foreach (var value in Ride(ride))
            {
                writer.Write(value);
            }
        }
    }

    /// <summary>Goes on with the rides that <see cref="Save"/> wrote.</summary>
    public void Restore(BinaryReader reader)
    {
        (Count, next) = (0, 0);
        var saved = InRange(reader.ReadInt32(), rides);
        for (var ride = 0; ride < saved; ride++)
        {
            var left = (reader.BaseStream.Length - reader.BaseStream.Position) / sizeof(double);
            var values = new double[InRange(reader.ReadInt32(), left)];
            for (var step = 0; step < values.Length; step++)
            {
                values[step] = reader.ReadDouble();
            }

            Keep(values);
        }
    }

    /// <summary>The returns of a ride, the oldest first: sums are taken in this order, so that a restored training adds up alike.</summary>
    private ReadOnlySpan<double> Ride(int ride)
    {
        var place = (next - Count + ride + rides) % rides;
        return returns[place].AsSpan(0, lengths[place]);
    }

    private void Keep(ReadOnlySpan<double> ride)
    {
        if (returns[next].Length < ride.Length)
        {
            returns[next] = new double[Math.Max(64, 2 * ride.Length)];
        }

        ride.CopyTo(returns[next]);
        lengths[next] = ride.Length;
        next = (next + 1) % rides;
        Count = Math.Min(Count + 1, rides);
    }

    /// <summary>The mean return of each step over the rides that came as far, [T of the longest].</summary>
    private void AverageSteps()
    {
        var longest = lengths.Max();
        if (means.Length < longest)
        {
            (means, counts) = (new double[2 * longest], new int[2 * longest]);
        }

        means.AsSpan(0, longest).Clear();
        counts.AsSpan(0, longest).Clear();
        for (var ride = 0; ride < Count; ride++)
        {
            var values = Ride(ride);
            for (var step = 0; step < values.Length; step++)
            {
                counts[step]++;
                means[step] += (values[step] - means[step]) / counts[step];
            }
        }
    }

    /// <summary>σ of all returns of all rides; 0 where there is one return alone.</summary>
    private double Deviation()
    {
        var (mean, squares, count) = (0.0, 0.0, 0);
        for (var ride = 0; ride < Count; ride++)
        {
            foreach (var value in Ride(ride))
            {
                count++;
                var distance = value - mean;
                mean += distance / count;
                squares += distance * (value - mean);
            }
        }

        return count < 2 ? 0 : Math.Sqrt(squares / (count - 1));
    }

    private static int InRange(int saved, long largest) => saved >= 0 && saved <= largest ? saved
        : throw new InvalidDataException(
            $"the saved state tells of {saved} recent episodes or steps where at most {largest} can be: resume with the options the run was started with");
}
