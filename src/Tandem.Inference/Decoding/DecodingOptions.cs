using System.ComponentModel;

namespace Tandem.Inference.Decoding;

/// <summary>How a sequence is searched for.</summary>
public enum DecodingMethod
{
    /// <summary>The best of several sequences that are extended side by side.</summary>
    Beam,

    /// <summary>The likeliest token each time.</summary>
    Greedy,

    /// <summary>Tokens drawn by their probability.</summary>
    Sampling,
}

/// <summary>How sequences are decoded; the defaults are those that published translation results are made with, beam 5.</summary>
public sealed record DecodingOptions
{
    /// <summary>How a sequence is searched for.</summary>
    [Description("How a sequence is searched for")]
    public DecodingMethod Method { get; init; } = DecodingMethod.Beam;

    /// <summary>How many unfinished hypotheses of one source are kept from step to step.</summary>
    [Description("Unfinished hypotheses that beam search keeps for each source [1 to 1000; hypotheses]")]
    public int Beam
    {
        get;
        init => field = value is >= 1 and <= 1_000 ? value
            : throw new ArgumentException($"beam {value} is out of range: give 1 to 1000");
    }
    = 5;

    /// <summary>
    /// α in score = log-probability / lengthᵅ, the end of the sequence counted in its length: 0 leaves sums as they are,
    /// which favours short sequences; 1 is the mean over tokens (fairseq's lenpen; Wu et al. 2016 have ((5 + length) / 6)ᵅ).
    /// </summary>
    [Description("Alpha in score = log-probability / length^alpha; 0 favours short sequences, 1 is the mean over tokens [0 to 10]")]
    public double LengthPenalty
    {
        get;
        init => field = value is >= 0 and <= 10 ? value
            : throw new ArgumentException($"length penalty {value} is out of range: give 0 to 10");
    }
    = 1;

    /// <summary>How many hypotheses each source gets, best first; in sampling, how many are drawn.</summary>
    [Description("Hypotheses for each source: the best of the beam, or as many samples [1 to 1000; hypotheses]")]
    public int NBest
    {
        get;
        init => field = value is >= 1 and <= 1_000 ? value
            : throw new ArgumentException($"n-best {value} is out of range: give 1 to 1000");
    }
    = 1;

    /// <summary>a in the greatest length, a · source + b.</summary>
    [Description("The greatest length is this many tokens for each source token, and an allowance [0 to 1000; tokens per source token]")]
    public double LengthRatio
    {
        get;
        init => field = value is >= 0 and <= 1_000 ? value
            : throw new ArgumentException($"length ratio {value} is out of range: give 0 to 1000");
    }
    = 1.5;

    /// <summary>b in the greatest length, a · source + b.</summary>
    [Description("Tokens that a sequence may have beyond the length ratio, its end counted [1 to 1000000; tokens]")]
    public int LengthAllowance
    {
        get;
        init => field = value is >= 1 and <= 1_000_000 ? value
            : throw new ArgumentException($"length allowance {value} is out of range: give 1 to 1000000");
    }
    = 10;

    /// <summary>What log-probabilities are divided by before sampling: below 1 sharpens, above 1 flattens.</summary>
    [Description("Temperature of sampling: below 1 sharpens, above 1 flattens [above 0, at most 100]")]
    public double Temperature
    {
        get;
        init => field = value is > 0 and <= 100 ? value
            : throw new ArgumentException($"temperature {value} is out of range: give a number above 0 and at most 100, or search greedily");
    }
    = 1;

    /// <summary>Sampling draws from that many likeliest tokens; null: from all (Fan, Lewis and Dauphin 2018).</summary>
    [Description("Likeliest tokens that sampling draws from; null: all [1 or more, or null; tokens]")]
    public int? TopK
    {
        get;
        init => field = value is null or >= 1 ? value
            : throw new ArgumentException($"top-k {value} is out of range: give 1 or more, or null for all");
    }

    /// <summary>Sampling draws from the fewest tokens that hold this share of the probability (Holtzman et al. 2020).</summary>
    [Description("Sampling draws from the fewest tokens that hold this share of the probability, after top-k [above 0, at most 1]")]
    public double TopP
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentException($"top-p {value} is out of range: give a number above 0 and at most 1");
    }
    = 1;

    /// <summary>What samples follow from, together with the source itself: not from its neighbours or its place among them.</summary>
    [Description("What samples follow from, together with the source itself [0 or more]")]
    public ulong Seed { get; init; }

    /// <summary>How much is decoded at once: each batch's hypotheses times its longest source, at least one source.</summary>
    [Description("Tokens decoded at once: a batch's hypotheses times its longest source [1 to 100000000; tokens]")]
    public int BatchTokens
    {
        get;
        init => field = value is >= 1 and <= 100_000_000 ? value
            : throw new ArgumentException($"{value} batch tokens are out of range: give 1 to 100000000");
    }
    = 4_096;

    /// <summary>The most rows that a source needs at a time.</summary>
    internal int RowsPerSource => Method == DecodingMethod.Beam ? Beam : NBest;

    /// <summary>These options, or an error where two of them contradict each other.</summary>
    /// <exception cref="ArgumentException">More hypotheses are asked for than the method gives.</exception>
    public DecodingOptions Checked()
    {
        if (Method == DecodingMethod.Beam && NBest > Beam)
            throw new ArgumentException($"beam {Beam} cannot give the {NBest} best hypotheses: give n-best 1 to {Beam}, or a wider beam");
        if (Method == DecodingMethod.Greedy && NBest > 1)
            throw new ArgumentException($"greedy search gives one hypothesis, not {NBest}: give n-best 1, or search by beam or sampling");
        return this;
    }

    /// <summary>The most tokens that a sequence may have, its end counted.</summary>
    internal int GreatestLength(int source) => (int)Math.Min((LengthRatio * source) + LengthAllowance, int.MaxValue);

    /// <summary>What hypotheses are compared by.</summary>
    /// <param name="logProbability">The sum over all tokens.</param>
    /// <param name="length">How many tokens, the end counted.</param>
    internal double Score(double logProbability, int length) =>
        LengthPenalty == 0 ? logProbability : logProbability / Math.Pow(length, LengthPenalty);
}
