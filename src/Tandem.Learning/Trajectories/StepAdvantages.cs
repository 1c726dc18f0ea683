using System.Globalization;
using Tandem.Runs.Safetensors;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// What a critic says of every recorded step: how much better its action is than what its observation promises, Q(s, a) − V(s),
/// and how much better those after it were (<see cref="CriticOptions.AdvantageDecay"/>).
/// </summary>
/// <remarks>NaN where nobody knows: every way on from the step was cut before the data show what came of it.</remarks>
public sealed class StepAdvantages
{
    /// <summary>What is smaller than this share of the largest is 0 that was not quite reached.</summary>
    private const float Rounding = 1e-4f;

    private const double TableQuantile = 0.1;

    private const string TensorName = "advantages";
    private const string Kind = "critic";

    private readonly float[][] advantages;

    /// <summary>The advantages of each episode's steps by a table.</summary>
    /// <param name="advantages">[episode][step].</param>
    internal StepAdvantages(float[][] advantages)
        : this(advantages, CriticForm.Table, SizeAt(TableQuantile, advantages))
    {
    }

    /// <summary>The advantages of each episode's steps.</summary>
    /// <param name="advantages">[episode][step].</param>
    /// <param name="form">The form of the critic that they come from.</param>
    /// <param name="scale">What they are measured in.</param>
    internal StepAdvantages(float[][] advantages, CriticForm form, double scale) => (this.advantages, Form, Scale) = (advantages, form, scale);

    /// <summary>The form of the critic that they come from: a table or perceptrons.</summary>
    public CriticForm Form { get; }

    /// <summary>
    /// What an advantage is measured in: of a table, whose numbers are exact, the size that a tenth of those that are not 0 fall
    /// short of, so that a step lost counts beside steps into places that nobody comes back from; of perceptrons, most of whose
    /// advantages are errors where it hardly matters what is done, 7% of the deviation of Q over the data. 1 where nothing differs.
    /// </summary>
    public double Scale { get; }

    /// <summary>Losses below it may be the critic's errors: nothing for a table, <see cref="Scale"/> for perceptrons.</summary>
    internal double LeastLoss => Form == CriticForm.Table ? 0 : Scale;

    /// <summary>How many episodes it judged.</summary>
    public int Episodes => advantages.Length;

    /// <summary>An episode's, [steps].</summary>
    public ReadOnlySpan<float> this[int episode] => advantages[episode];

    /// <summary>What a critic says before it has learned: that it knows nothing.</summary>
    /// <param name="episodes">Of these.</param>
    public static StepAdvantages Unknown(EpisodeSet episodes)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        var unknown = Lengths(episodes).Select(length => new float[length]).ToArray();
        Array.ForEach(unknown, steps => Array.Fill(steps, float.NaN));
        return new StepAdvantages(unknown);
    }

    /// <summary>The file of it.</summary>
    /// <param name="episodes">The data that it speaks of.</param>
    public SafetensorsWriter Write(EpisodeSet episodes)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        float[] all = [.. advantages.SelectMany(steps => steps)];
        return new SafetensorsWriter
        {
            Metadata =
            {
                ["kind"] = Kind,
                ["form"] = Form.ToString(),
                ["scale"] = Scale.ToString("R", CultureInfo.InvariantCulture),
                ["data"] = episodes.Fingerprint(),
            },
        }.Add(TensorName, [all.Length], all);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="file">The file.</param>
    /// <param name="episodes">The data that it is to speak of.</param>
    /// <exception cref="InvalidDataException">It speaks of other data, or is no such file.</exception>
    public static StepAdvantages Read(SafetensorsFile file, EpisodeSet episodes)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(episodes);
        if (file.Metadata.GetValueOrDefault("kind") != Kind || !Enum.TryParse(file.Metadata.GetValueOrDefault("form"), out CriticForm form))
        {
            throw new InvalidDataException("the file holds nothing that a critic said: delete it, and the critic learns anew");
        }

        if (!double.TryParse(file.Metadata.GetValueOrDefault("scale"), CultureInfo.InvariantCulture, out var scale) || !(scale > 0) || !double.IsFinite(scale))
        {
            throw new InvalidDataException("the file does not say what a critic's advantages are measured in, as one of an older version: train anew");
        }

        if (file.Metadata.GetValueOrDefault("data") != episodes.Fingerprint())
        {
            throw new InvalidDataException("the episodes have changed since this training began: restore them, or train anew");
        }

        var (all, place) = (file.ReadSingles(TensorName, episodes.Steps), 0);
        return new StepAdvantages([.. Lengths(episodes).Select(length => all[place..(place += length)])], form, scale);
    }

    /// <summary>
    /// Counts the advantages of the steps that follow in an episode too: A(t) + d·A(t + 1) + d²·A(t + 2) + …, where what is not
    /// known adds nothing. It is the generalised advantage (Schulman et al., 2016, equation 16) with a critic's own word for each
    /// step in place of what came of it, so that luck is not summed up.
    /// </summary>
    /// <param name="steps">The episode's advantages, which it replaces.</param>
    /// <param name="decay">d = γ·λ.</param>
    internal static void SumAhead(Span<float> steps, double decay)
    {
        var ahead = 0.0;
        for (var step = steps.Length - 1; step >= 0; step--)
        {
            ahead = (float.IsNaN(steps[step]) ? 0 : steps[step]) + (decay * ahead);
            steps[step] = float.IsNaN(steps[step]) ? float.NaN : (float)ahead;
        }
    }

    private static IEnumerable<int> Lengths(EpisodeSet episodes) => episodes.Infos.ToArray().Select(info => info.Length);

    private static double SizeAt(double quantile, float[][] advantages)
    {
        var sizes = new float[advantages.Sum(episode => episode.Count(float.IsFinite))];
        var count = 0;
        foreach (var episode in advantages)
        {
            foreach (var advantage in episode.Where(float.IsFinite))
            {
                sizes[count++] = Math.Abs(advantage);
            }
        }

        Array.Sort(sizes);
        var least = sizes.Length == 0 ? 0 : Math.Max(Rounding * sizes[^1], float.Epsilon);
        var zeros = sizes.Count(size => size < least);
        return zeros == sizes.Length ? 1 : sizes[zeros + (int)(quantile * (sizes.Length - zeros))];
    }
}
