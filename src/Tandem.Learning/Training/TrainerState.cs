using System.Text.Json.Nodes;
using Tandem.Runs.Checkpoints;

namespace Tandem.Learning.Training;

/// <summary>Where a training stands, apart from weights and optimiser.</summary>
/// <param name="Updates">Updates made.</param>
/// <param name="Place">Where the data stand.</param>
/// <param name="ValidatedAt">The update behind which the last validation was; null before the first.</param>
/// <param name="Score">What that one scored.</param>
/// <param name="Best">The best one.</param>
internal sealed record TrainerState(long Updates, JsonObject Place, long? ValidatedAt, double? Score, BestValidation Best)
{
    public static TrainerState Beginning(JsonObject place) => new(0, place, ValidatedAt: null, Score: null, Best: default);

    public JsonObject ToJson() => new()
    {
        ["updates"] = Updates,
        ["validatedAt"] = ValidatedAt,
        ["bestScore"] = Best.Score,
        ["validationsSinceBest"] = Best.Since,
        ["data"] = Place.DeepClone(),
    };

    /// <summary>Reads what <see cref="ToJson"/> wrote; the score of the last validation is the checkpoint's.</summary>
    /// <exception cref="InvalidDataException">Something is missing: another kind of training wrote it.</exception>
    public static TrainerState FromJson(Checkpoint checkpoint)
    {
        try
        {
            var json = checkpoint.State;
            return new TrainerState(
                Member(json, "updates").GetValue<long>(),
                Member(json, "data").DeepClone().AsObject(),
                (long?)json["validatedAt"],
                checkpoint.Score,
                new BestValidation((double?)json["bestScore"], Member(json, "validationsSinceBest").GetValue<int>()));
        }
        catch (Exception fault) when (fault is InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"checkpoint '{checkpoint.Path}' was not written by this kind of training: resume it by the task that wrote it", fault);
        }
    }

    private static JsonNode Member(JsonObject json, string name) => json[name] ?? throw new FormatException($"its state has no '{name}'");
}
