using System.Globalization;
using Tandem.Inference.Transformers;
using Tandem.Runs.Safetensors;

namespace Tandem.Inference.Trajectories;

// Legend: K steps of context, W steps of the band, L layers, M tokens a step.

/// <summary>What the file of a Decision Transformer says of itself, as far as acting needs it: docs/rider-file.md.</summary>
internal sealed record RiderMetadata
{
    public const string Kind = "rider";
    public const string Architecture = "decision-transformer";
    private const string ObservedReturns = "Observed";
    private const string Version = "1";

    /// <summary>K.</summary>
    public required int Context { get; init; }

    /// <summary>W, or 0: every token attends to all before it in its window, which is computed anew at each step.</summary>
    public required int Band { get; init; }

    public required int Width { get; init; }

    public required int Heads { get; init; }

    public required int Layers { get; init; }

    /// <summary>Whether tokens know each other's distance; else each knows its timestep.</summary>
    public required bool IsRotary { get; init; }

    /// <summary>How many timesteps have a vector of their own; later ones share the last.</summary>
    public required int Timesteps { get; init; }

    public required bool IsConditioned { get; init; }

    /// <summary>Whether somebody has to say which return to ask for; else it asks for 0 at every step: the best, as a critic saw it.</summary>
    public required bool NeedsTarget { get; init; }

    public required double ReturnScale { get; init; }

    /// <summary>The highest return in the data: what is asked for unless something else is.</summary>
    public required double BestReturn { get; init; }

    public required Space Observations { get; init; }

    public required Space Actions { get; init; }

    /// <summary>How several choices are made.</summary>
    public required ActionHeads ActionHeads { get; init; }

    /// <summary>M: 3, or 2 without returns.</summary>
    public int TokensOfAStep => IsConditioned ? 3 : 2;

    /// <summary>Which of a step's tokens is the observation.</summary>
    public int ObservationPlace => TokensOfAStep - 2;

    /// <summary>How many steps an action may depend on: L (W − 1) + 1 through a band, else K.</summary>
    public int Reach => Band == 0 ? Context : (Layers * (Band - 1)) + 1;

    /// <summary>The layers, as any other stack's.</summary>
    public TransformerDescription Stack => new()
    {
        SourceVocabulary = 0,
        TargetVocabulary = 0,
        Width = Width,
        Heads = Heads,
        InnerWidth = 4 * Width,
        EncoderLayers = 0,
        DecoderLayers = Layers,
        Norm = NormPlacement.Before,
        FeedForward = FeedForwardForm.Relu,
        Positions = IsRotary ? PositionForm.Rotary : PositionForm.None,
        MaximumLength = 1,
        Tying = EmbeddingTying.None,
    };

    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static RiderMetadata Read(SafetensorsFile file, string source)
    {
        try
        {
            return ReadText(file.Metadata);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"{source} is no rider of Tandem: {error.Message}", error);
        }
    }

    private static RiderMetadata ReadText(IReadOnlyDictionary<string, string> text)
    {
        if (Find(text, "kind") != Kind || Find(text, "architecture") != Architecture || Find(text, "version") != Version)
            throw new FormatException($"it is a {Find(text, "kind")} of architecture {Find(text, "architecture")}, version {Find(text, "version")}: give a {Architecture} of version {Version}");
        var isConditioned = Find(text, "conditioned") == "true";
        var metadata = new RiderMetadata
        {
            Context = Whole(text, "context", 1),
            Band = text.ContainsKey("band") ? Whole(text, "band", 0) : 0,
            Width = Whole(text, "width", 1),
            Heads = Whole(text, "heads", 1),
            Layers = Whole(text, "layers", 1),
            IsRotary = Positions(text.GetValueOrDefault("positions", "timesteps")),
            Timesteps = Whole(text, "timesteps", 1),
            IsConditioned = isConditioned,
            NeedsTarget = isConditioned && text.GetValueOrDefault("returnTokens", ObservedReturns) == ObservedReturns,
            ReturnScale = Number(Find(text, "returnScale")),
            BestReturn = Number(Find(text, "returns").Split(',')[^1]),
            Observations = SpaceJson.Read(Find(text, "observations")),
            Actions = SpaceJson.Read(Find(text, "actions")),
            ActionHeads = Enum.Parse<ActionHeads>(text.GetValueOrDefault("actionHeads", nameof(ActionHeads.Joint))),
        };
        if (metadata.Width % metadata.Heads != 0)
            throw new FormatException($"width {metadata.Width} is not divisible by {metadata.Heads} heads");
        return metadata;
    }

    private static bool Positions(string text) => text switch
    {
        "rotary" => true,
        "timesteps" => false,
        _ => throw new FormatException($"positions '{text}' are unknown, of timesteps and rotary: update Tandem"),
    };

    private static int Whole(IReadOnlyDictionary<string, string> text, string name, int least) =>
        int.Parse(Find(text, name), CultureInfo.InvariantCulture) is var number && number >= least && number <= 1 << 24
            ? number
            : throw new FormatException($"{name} is {number} where {least} to {1 << 24} is needed");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Find(IReadOnlyDictionary<string, string> text, string name) => text.TryGetValue(name, out var value)
        ? value
        : throw new FormatException($"its metadata lack '{name}'");
}
