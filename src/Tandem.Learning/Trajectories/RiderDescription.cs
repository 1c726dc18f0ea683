using System.Collections.Immutable;

namespace Tandem.Learning.Trajectories;

/// <summary>What a sequence model is made for, learned from its data and saved with its weights.</summary>
public sealed record RiderDescription
{
    /// <summary>The world it rides in.</summary>
    public required RecordedWorld World { get; init; }

    /// <summary>Whether it is told the return that is still to come, or only imitates.</summary>
    public required bool IsConditioned { get; init; }

    /// <summary>What returns-to-go are divided by before the network sees them; above 0.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public required double ReturnScale
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value
            : throw new ArgumentException($"return scale {value} is out of range: give a number above 0");
    }

    /// <summary>The lowest and the highest return among the finished episodes it learned from.</summary>
    public required (double Low, double High) Returns { get; init; }

    /// <summary>T: how many timesteps the model tells apart; later ones look like the last; at least 1.</summary>
    /// <exception cref="ArgumentException">Fewer than 1.</exception>
    public required int Timesteps
    {
        get;
        init => field = value >= 1 ? value
            : throw new ArgumentException($"{value} timesteps are out of range: give at least 1");
    }

    /// <summary>The mean of each encoded observation number in the data, [W].</summary>
    public required ImmutableArray<float> ObservationMeans { get; init; }

    /// <summary>The standard deviation of each, 1 where it never changes, [W].</summary>
    public required ImmutableArray<float> ObservationDeviations { get; init; }

    /// <summary>Measures a set of episodes.</summary>
    /// <param name="episodes">The data.</param>
    /// <param name="isConditioned">Whether the model is told returns.</param>
    /// <param name="returnScale">What returns-to-go are divided by; null: chosen from the data.</param>
    /// <exception cref="ArgumentException">The actions are not choices, or every episode was cut.</exception>
    public static RiderDescription Of(EpisodeSet episodes, bool isConditioned, double? returnScale)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        var finished = episodes.Infos.ToArray().Where(info => !info.IsUnfinished).Select(info => info.Return).ToArray();
        if (isConditioned && finished.Length == 0)
        {
            throw new ArgumentException(
                "every recorded episode was cut before its end, so no whole return is known: record with a higher step limit, or clone instead");
        }

        var (means, deviations) = ObservationMoments.Of(episodes);
        return new RiderDescription
        {
            World = episodes.World,
            IsConditioned = isConditioned,
            ReturnScale = returnScale ?? Trajectories.ReturnScale.Choose(episodes),
            Returns = finished.Length == 0 ? (0, 0) : (finished.Min(), finished.Max()),
            Timesteps = episodes.World.StepLimit ?? episodes.Statistics().Lengths.High,
            ObservationMeans = [.. means],
            ObservationDeviations = [.. deviations],
        };
    }
}
