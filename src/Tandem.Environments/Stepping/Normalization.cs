using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tandem.Environments;

/// <summary>The statistics that observations and rewards were normalised by: part of what a policy learned, and saved with it.</summary>
/// <param name="Observations">Statistics of the observed numbers; null where they are not normalised.</param>
/// <param name="Rewards">Statistics of the discounted return; null where rewards are not normalised.</param>
public sealed record Normalization(NumberStatistics? Observations, NumberStatistics? Rewards)
{
    /// <summary>The statistics as one line of JSON; every number reads back to the same bits.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, NormalizationJson.Default.Normalization);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is not that, or its parts do not fit together.</exception>
    public static Normalization FromJson(string json)
    {
        try
        {
            var read = JsonSerializer.Deserialize(json, NormalizationJson.Default.Normalization);
            return read is not null && IsSound(read.Observations) && IsSound(read.Rewards) ? read
                : throw new InvalidDataException("the saved normalisation has statistics that are incomplete or not finite: it is damaged");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"the saved normalisation cannot be read: {exception.Message}", exception);
        }
    }

    private static bool IsSound(NumberStatistics? read) => read is null
        || (read.Count > 0 && double.IsFinite(read.Count) && read is { Means: { Length: > 0 } means, Variances: { } variances }
            && means.Length == variances.Length && means.All(double.IsFinite) && variances.All(variance => variance >= 0 && double.IsFinite(variance)));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Normalization))]
internal sealed partial class NormalizationJson : JsonSerializerContext;
