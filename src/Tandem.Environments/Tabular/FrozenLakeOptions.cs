using System.ComponentModel;

namespace Tandem.Environments.Tabular;

/// <summary>What can be chosen about <see cref="FrozenLake"/>.</summary>
public sealed record FrozenLakeOptions
{
    /// <summary>
    /// <c>4x4</c>, <c>8x8</c>, or the rows of a map with / between them: S start, F frozen, H hole, G goal, 65,536 cells at most.
    /// </summary>
    [Description("4x4, 8x8, or rows with / between them: S start, F frozen, H hole, G goal; 65536 cells at most")]
    public string Map
    {
        get;
        init
        {
            FrozenLakeMap.Parse(value);
            field = value;
        }
    } = FrozenLakeMap.Small;

    /// <summary>How likely a step goes where it should, 0 to 1; else it slips to either side, equally likely. 1: the ice is not slippery.</summary>
    [Description("How likely a step goes where it should, or slips to either side [0 to 1; probability]")]
    public double SuccessRate
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentException($"success rate {value} is out of range: give 0 to 1");
    } = 1.0 / 3;
}
