namespace Tandem.Text;

/// <summary>What can be chosen about <see cref="Bootstrap"/>.</summary>
public sealed record BootstrapOptions
{
    /// <summary>How many test sets are drawn, 40 to 1,000,000: fewer have no 2.5% at either end.</summary>
    public int Resamples
    {
        get;
        init => field = value is >= 40 and <= 1_000_000 ? value
            : throw new ArgumentException($"{value} resamples are out of range: give 40 to 1000000");
    } = 1000;

    /// <summary>The seed they are drawn from.</summary>
    public ulong Seed { get; init; } = 12345;
}
