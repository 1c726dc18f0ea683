using Tandem.Inference.Decoding;
using Tandem.Inference.Translation;
using Tandem.Runs.Safetensors;

namespace Tandem.Learning.Translation;

/// <summary>A translation model that was trained: it translates at once, and is one file that <see cref="Translator"/> loads without libtorch.</summary>
public sealed class TrainedTranslation
{
    private readonly byte[] file;

    internal TrainedTranslation(byte[] file, int threads)
    {
        this.file = file;
        Translator = Translator.From(SafetensorsFile.FromBytes(file, "the trained model"), "the trained model", threads);
    }

    /// <summary>The model in plain .NET.</summary>
    public Translator Translator { get; }

    /// <summary>Translates lines; a blank line stays empty, one that is too long is translated in parts.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="options">How they are searched for; null: beam search with the defaults.</param>
    /// <returns>Each line's translation, in their order.</returns>
    public string[] Translate(IReadOnlyList<string> lines, DecodingOptions? options = null) => Translator.Translate(lines, options);

    /// <summary>Writes the model, architecture and subwords included, to one safetensors file.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path) => File.WriteAllBytes(path, file);
}
