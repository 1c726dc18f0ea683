using System.Text;
using System.Text.Json;

namespace Tandem.Inference.Transformers;

/// <summary>
/// The architecture of a trained Transformer from source to target tokens: what its file says of itself, beside the weights.
/// As JSON: <c>{"sourceVocabulary":9712,…,"norm":"after",…}</c>; its names are a contract.
/// </summary>
public sealed record TransformerDescription
{
    /// <summary>The name under which a safetensors file's metadata holds the JSON.</summary>
    public const string MetadataName = "transformer";

    private const int Greatest = 1 << 24;

    /// <summary>How many source tokens there are.</summary>
    public required int SourceVocabulary { get; init; }

    /// <summary>V: how many target tokens there are.</summary>
    public required int TargetVocabulary { get; init; }

    /// <summary>D: the width of embeddings and layers.</summary>
    public required int Width { get; init; }

    /// <summary>H: attention heads; they divide the width between them.</summary>
    public required int Heads { get; init; }

    /// <summary>The width of the feed-forward network's hidden layer.</summary>
    public required int InnerWidth { get; init; }

    /// <summary>Layers of the encoder.</summary>
    public required int EncoderLayers { get; init; }

    /// <summary>Layers of the decoder.</summary>
    public required int DecoderLayers { get; init; }

    /// <summary>Where layers normalise.</summary>
    public required NormPlacement Norm { get; init; }

    /// <summary>The form of the feed-forward networks.</summary>
    public required FeedForwardForm FeedForward { get; init; }

    /// <summary>How the order of tokens is known.</summary>
    public required PositionForm Positions { get; init; }

    /// <summary>How many positions are learned; the other forms have no end.</summary>
    public required int MaximumLength { get; init; }

    /// <summary>Which matrices are one.</summary>
    public required EmbeddingTying Tying { get; init; }

    /// <summary>D / H: the width of a head.</summary>
    internal int HeadWidth => Width / Heads;

    /// <summary>This description as JSON.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("sourceVocabulary", SourceVocabulary);
            json.WriteNumber("targetVocabulary", TargetVocabulary);
            json.WriteNumber("width", Width);
            json.WriteNumber("heads", Heads);
            json.WriteNumber("innerWidth", InnerWidth);
            json.WriteNumber("encoderLayers", EncoderLayers);
            json.WriteNumber("decoderLayers", DecoderLayers);
            json.WriteString("norm", Name(Norm));
            json.WriteString("feedForward", Name(FeedForward));
            json.WriteString("positions", Name(Positions));
            json.WriteNumber("maximumLength", MaximumLength);
            json.WriteString("tying", Name(Tying));
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">The text describes no Transformer.</exception>
    public static TransformerDescription Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement).Checked();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"'{json}' describes no Transformer: {error.Message}", error);
        }
    }

    private static TransformerDescription Read(JsonElement json) => new()
    {
        SourceVocabulary = Number(json, "sourceVocabulary", 1),
        TargetVocabulary = Number(json, "targetVocabulary", 1),
        Width = Number(json, "width", 1),
        Heads = Number(json, "heads", 1),
        InnerWidth = Number(json, "innerWidth", 1),
        EncoderLayers = Number(json, "encoderLayers", 0),
        DecoderLayers = Number(json, "decoderLayers", 0),
        Norm = Form<NormPlacement>(json, "norm"),
        FeedForward = Form<FeedForwardForm>(json, "feedForward"),
        Positions = Form<PositionForm>(json, "positions"),
        MaximumLength = Number(json, "maximumLength", 1),
        Tying = Form<EmbeddingTying>(json, "tying"),
    };

    private TransformerDescription Checked()
    {
        if (Width % Heads != 0)
            throw new ArgumentException($"width {Width} is not divisible by {Heads} heads");
        if (Positions == PositionForm.Rotary && HeadWidth % 2 != 0)
            throw new ArgumentException($"rotary positions turn pairs of numbers, and a head holds {HeadWidth}");
        if (Tying == EmbeddingTying.All && SourceVocabulary != TargetVocabulary)
            throw new ArgumentException($"one embedding cannot serve {SourceVocabulary} source and {TargetVocabulary} target tokens");
        return this;
    }

    private static int Number(JsonElement json, string name, int least) =>
        Find(json, name).TryGetInt32(out var number) && number >= least && number <= Greatest
            ? number
            : throw new ArgumentException($"{name} is {Find(json, name)} where {least} to {Greatest} is needed");

    private static TForm Form<TForm>(JsonElement json, string name)
        where TForm : struct, Enum
    {
        var text = Find(json, name).GetString();
        foreach (var form in Enum.GetValues<TForm>())
        {
            if (Name(form) == text)
                return form;
        }
        throw new ArgumentException($"{name} '{text}' is unknown, of {string.Join(", ", Enum.GetValues<TForm>().Select(Name))}: update Tandem");
    }

    private static JsonElement Find(JsonElement json, string name) => json.TryGetProperty(name, out var value)
        ? value
        : throw new ArgumentException($"it lacks '{name}'");

    private static string Name<TForm>(TForm form)
        where TForm : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(form.ToString());
}
