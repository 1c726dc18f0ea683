using Tandem.Environments;
using Tandem.Inference.Trajectories;
using Tandem.Runs.Safetensors;

namespace Tandem.Inference.Tests.Trajectories;

/// <summary>Riders with random weights. That their numbers are libtorch's is tested where libtorch is: Tandem.Learning.Tests.</summary>
internal static class RandomRider
{
    private const int Width = 24;
    private const int Layers = 2;

    public static Space Observations { get; } = Box.Unbounded(3);

    public static Space Actions { get; } = new MultiDiscrete(2, 3);

    public static Rider Rider(int band = 3, string positions = "rotary", bool isConditioned = true, int threads = 1) =>
        From(File(band, positions, isConditioned), threads);

    /// <param name="band">0: none.</param>
    /// <param name="positions">rotary or timesteps.</param>
    /// <param name="isConditioned">Whether it asks for a return.</param>
    /// <param name="change">Changes tensors and metadata before they are written.</param>
    public static SafetensorsFile File(
        int band = 3, string positions = "rotary", bool isConditioned = true, Action<Dictionary<string, long[]>, IDictionary<string, string>>? change = null)
    {
        var random = RandomStream.Create(1, StreamPurpose.Initialization);
        var shapes = Shapes(positions, isConditioned);
        var writer = new SafetensorsWriter();
        foreach (var (name, value) in Metadata(band, positions, isConditioned))
            writer.Metadata[name] = value;
        change?.Invoke(shapes, writer.Metadata);
        foreach (var (name, shape) in shapes)
        {
            var values = new float[shape.Aggregate(1L, (product, extent) => product * extent)];
            foreach (ref var value in values.AsSpan())
                value = (float)(name == "observation_deviations" ? random.NextDouble(0.5, 2) : random.NextDouble(-0.4, 0.4));
            writer.Add(name, shape, values);
        }
        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        return SafetensorsFile.FromBytes(stream.ToArray(), "test");
    }

    private static Rider From(SafetensorsFile file, int threads) => Inference.Trajectories.Rider.From(file, "test", threads);

    private static Dictionary<string, string> Metadata(int band, string positions, bool isConditioned) => new()
    {
        ["kind"] = "rider",
        ["version"] = "1",
        ["architecture"] = "decision-transformer",
        ["context"] = "5",
        ["band"] = $"{band}",
        ["positions"] = positions,
        ["width"] = $"{Width}",
        ["heads"] = "2",
        ["layers"] = $"{Layers}",
        ["dropout"] = "0",
        ["conditioned"] = isConditioned ? "true" : "false",
        ["returnScale"] = "10",
        ["returns"] = "-3,40",
        ["timesteps"] = "6",
        ["observations"] = SpaceJson.Write(Observations),
        ["actions"] = SpaceJson.Write(Actions),
    };

    /// <summary>The names and shapes of a saved rider: a contract with Learning's modules.</summary>
    private static Dictionary<string, long[]> Shapes(string positions, bool isConditioned)
    {
        var shapes = new Dictionary<string, long[]>
        {
            ["observation_means"] = [3],
            ["observation_deviations"] = [3],
            ["model.action_embedding.weight"] = [6, Width],
        };
        if (isConditioned)
        {
            AddLinear("return_embedding", Width, 1);
            shapes["model.unfinished_embedding"] = [Width];
        }
        if (positions == "timesteps")
            shapes["model.timestep_embedding.weight"] = [6, Width];
        AddLinear("observation_embedding", Width, 3);
        AddNorm("embedding_norm");
        for (var layer = 0; layer < Layers; layer++)
            AddLayer($"stack.layers.{layer}");
        AddNorm("stack.norm");
        AddLinear("action_head", 6, Width);
        return shapes;

        void AddLayer(string name)
        {
            shapes[$"model.{name}.self_attn.in_proj_weight"] = [3 * Width, Width];
            shapes[$"model.{name}.self_attn.in_proj_bias"] = [3 * Width];
            AddLinear($"{name}.self_attn.out_proj", Width, Width);
            AddNorm($"{name}.norm1");
            AddNorm($"{name}.norm2");
            AddLinear($"{name}.linear1", 4 * Width, Width);
            AddLinear($"{name}.linear2", Width, 4 * Width);
        }

        void AddNorm(string name) => (shapes[$"model.{name}.weight"], shapes[$"model.{name}.bias"]) = ([Width], [Width]);

        void AddLinear(string name, int outputs, int inputs) =>
            (shapes[$"model.{name}.weight"], shapes[$"model.{name}.bias"]) = ([outputs, inputs], [outputs]);
    }
}
