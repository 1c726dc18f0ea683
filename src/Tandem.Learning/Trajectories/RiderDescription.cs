using System.Collections.Immutable;

namespace Tandem.Learning.Trajectories;

/// <summary>What a sequence model is made for, learned from its data and saved with its weights.</summary>
public sealed record RiderDescription
{
    /// <summary>The world it rides in.</summary>
    public required RecordedWorld World { get; init; }

    /// <summary>Whether it is told a return at each step, or only imitates.</summary>
    public required bool IsConditioned { get; init; }

    /// <summary>What it is told, where it is told a return.</summary>
    public ReturnTokens ReturnTokens { get; init; } = ReturnTokens.Observed;

    /// <summary>Whether somebody has to say which return to ask for: a critic's tokens ask for the best at every step by themselves.</summary>
    public bool NeedsTarget => IsConditioned && ReturnTokens == ReturnTokens.Observed;

    /// <summary>What return tokens are divided by before the network sees them; above 0.</summary>
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

    /// <summary>From where each value of an action is measured, [A]; empty where actions are choices.</summary>
    public ImmutableArray<float> ActionCentres { get; init; } = [];

    /// <summary>In what each value of an action is measured: half the distance of its bounds, or its deviation in the data, [A].</summary>
    public ImmutableArray<float> ActionHalves { get; init; } = [];

    /// <summary>Measures a set of episodes.</summary>
    /// <param name="episodes">The data.</param>
    /// <param name="tokens">What the model is told; null: nothing, it only imitates.</param>
    /// <param name="returnScale">What return tokens are divided by; null: chosen from the data.</param>
    /// <param name="advantages">What a critic says of the data, where the tokens are its.</param>
    /// <exception cref="ArgumentException">Every episode was cut, and observed returns were asked for.</exception>
    public static RiderDescription Of(EpisodeSet episodes, ReturnTokens? tokens, double? returnScale, StepAdvantages? advantages = null)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        var finished = episodes.Infos.ToArray().Where(info => !info.IsUnfinished).Select(info => info.Return).ToArray();
        if (tokens == Trajectories.ReturnTokens.Observed && finished.Length == 0)
        {
            throw new ArgumentException(
                "every recorded episode was cut before its end, so no whole return is known: record with a higher step limit, let a critic judge, or clone instead");
        }

        var (means, deviations) = ObservationMoments.Of(episodes);
        var (centres, halves) = ActionMoments.Of(episodes);
        return new RiderDescription
        {
            World = episodes.World,
            IsConditioned = tokens is not null,
            ReturnTokens = tokens ?? Trajectories.ReturnTokens.Observed,
            ReturnScale = returnScale ?? advantages?.Scale ?? Trajectories.ReturnScale.Choose(episodes),
            Returns = finished.Length == 0 ? (0, 0) : (finished.Min(), finished.Max()),
            Timesteps = episodes.World.StepLimit ?? episodes.Statistics().Lengths.High,
            ObservationMeans = [.. means],
            ObservationDeviations = [.. deviations],
            ActionCentres = [.. centres],
            ActionHalves = [.. halves],
        };
    }
}
