using System.Globalization;
using System.Text.Json.Nodes;
using Tandem.Learning.Training;

namespace Tandem.Learning.Trajectories;

/// <summary>An endless sequence of batches of windows; its place is its random stream.</summary>
internal sealed class WindowSource(EpisodeWindows windows, int batchSize, ulong seed, string fingerprint) : IBatchSource<WindowBatch>
{
    private RandomStream random = RandomStream.Create(seed, StreamPurpose.Shuffling);

    /// <inheritdoc/>
    public WindowBatch Next()
    {
        var batch = windows.NewBatch(batchSize);
        windows.Draw(ref random, batch);
        return batch;
    }

    /// <inheritdoc/>
    public JsonObject Save()
    {
        var (s0, s1, s2, s3) = random.State;
        return new JsonObject
        {
            ["data"] = fingerprint,
            ["stream"] = string.Create(CultureInfo.InvariantCulture, $"{s0:x16}{s1:x16}{s2:x16}{s3:x16}"),
        };
    }

    /// <inheritdoc/>
    public void Restore(JsonObject place)
    {
        if ((string?)place["data"] != fingerprint)
        {
            throw new InvalidDataException("the episodes have changed since this training began: restore them, or train anew");
        }

        var stream = (string?)place["stream"] ?? "";
        if (stream.Length != 64 || !stream.All(char.IsAsciiHexDigit))
        {
            throw new InvalidDataException("the saved place in the episodes is damaged: train anew");
        }

        random = new RandomStream(Word(0), Word(1), Word(2), Word(3));

        ulong Word(int index) => ulong.Parse(stream.AsSpan(16 * index, 16), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
