namespace Tandem.Text;

/// <summary>What can be chosen about <see cref="Bleu"/>; the defaults are sacreBLEU's, so that scores compare.</summary>
public sealed record BleuOptions
{
    /// <summary>How lines are cut into words.</summary>
    public BleuTokenization Tokenization
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentException($"BLEU tokenization {(int)value} does not exist: give one of {string.Join(", ", Enum.GetNames<BleuTokenization>())}");
    } = BleuTokenization.Mteval13a;

    /// <summary>Whether everything is lower-cased first.</summary>
    public bool Lowercase { get; init; }
}
