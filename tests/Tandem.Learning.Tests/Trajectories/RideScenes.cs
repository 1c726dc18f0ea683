using Tandem.Learning.Trajectories;
using Tandem.Learning.Transformers;
using Tandem.Runs.Safetensors;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Trajectories;

/// <summary>Small riders of <see cref="EpisodeFolder.Choosing"/> and windows for them.</summary>
internal static class RideScenes
{
    /// <summary>How many timesteps the riders tell apart.</summary>
    public const int Timesteps = 8;

    /// <summary>The pairs of 2 and of 3 choices.</summary>
    public const int Logits = 6;

    public static DecisionTransformerOptions Small { get; } = new() { Context = 5, Width = 16, Heads = 2, Layers = 2, Positions = StepPositions.Timesteps };

    public static RiderDescription Description { get; } = new()
    {
        World = EpisodeFolder.Choosing,
        IsConditioned = true,
        ReturnScale = 10,
        Returns = (-5, 97),
        Timesteps = Timesteps,
        ObservationMeans = [1, -2],
        ObservationDeviations = [2, 0.5f],
    };

    /// <summary>A rider with weights of its own, in evaluation mode.</summary>
    public static DecisionTransformer Rider(bool isConditioned = true, DecisionTransformerOptions? options = null)
    {
        manual_seed(1);
        var model = new DecisionTransformer(options ?? Small, Description with { IsConditioned = isConditioned }, Precision.Float32);
        model.eval();
        return model;
    }

    /// <summary>Windows of finished rides with something at every place.</summary>
    public static RideTensors Windows(int size = 3, int context = 5)
    {
        var random = new Generator(2);
        return new RideTensors(
            empty(size, context, 2).normal_(0, 1, random),
            empty(size, context, 1).uniform_(0, Logits, random).floor().to(ScalarType.Int64),
            empty(size, context).uniform_(-5, 97, random),
            arange(context).expand(size, context).clone(),
            zeros(size, context, ScalarType.Bool));
    }

    /// <summary>What a writer would save, read again.</summary>
    public static SafetensorsFile Saved(this SafetensorsWriter writer)
    {
        using var bytes = new MemoryStream();
        writer.WriteTo(bytes);
        return SafetensorsFile.FromBytes(bytes.ToArray(), "model.safetensors");
    }
}
