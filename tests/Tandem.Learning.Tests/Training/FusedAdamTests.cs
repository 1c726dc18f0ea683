using System.Text.Json;
using Tandem.Learning.Tests.Transformers;
using Tandem.Learning.Training;
using Tandem.Runs.Safetensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Training;

/// <summary>Ten clipped steps as PyTorch takes them (tests/golden/README.md), fused and plain.</summary>
public sealed class FusedAdamTests : IDisposable
{
    private static readonly JsonElement Golden = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "learning.json"))).RootElement.GetProperty("optimisers");

    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData("adam", true)]
    [InlineData("adam", false)]
    [InlineData("adam_l2", true)]
    [InlineData("adam_l2", false)]
    [InlineData("adamw", true)]
    [InlineData("adamw", false)]
    public void Ten_clipped_steps_follow_PyTorch(string path, bool fused)
    {
        var weights = new Parameter(Numbers("start"));
        using var adam = Create(weights, path, fused);
        for (var step = 0; step < 10; step++)
        {
            weights.grad = Numbers("gradients", step);

            var norm = adam.Step(1e-2, Golden.GetProperty("max_norm").GetDouble());

            Assert.Equal(Golden.GetProperty("norms")[step].GetDouble(), norm, 1e-5);
            TensorAssert.Close(Numbers(path, step), weights, 2e-6, $"weights after step {step + 1}");
        }
    }

    [Fact]
    public void The_fused_kernel_can_be_reached() => Assert.NotNull(LibTorchDispatcher.Instance);

    [Fact]
    public void A_saved_optimiser_goes_on_to_the_bit()
    {
        var (weights, copy) = (new Parameter(Numbers("start")), new Parameter(Numbers("start")));
        using var adam = Create(weights, "adamw", fused: true);
        Steps(adam, weights, 0, 5);
        using var stream = new MemoryStream();
        adam.AddTo(new SafetensorsWriter()).WriteTo(stream);
        using var resumed = Create(copy, "adamw", fused: true);
        resumed.Load(SafetensorsFile.FromBytes(stream.ToArray(), "optimiser"));
        using (no_grad())
            copy.copy_(weights);

        Steps(adam, weights, 5, 10);
        Steps(resumed, copy, 5, 10);

        Assert.Equal(10, resumed.Steps);
        TensorAssert.Close(weights, copy, 0);
    }

    [Fact]
    public void A_gradient_that_is_not_finite_changes_nothing()
    {
        var weights = new Parameter(Numbers("start"));
        using var adam = Create(weights, "adam", fused: true);
        weights.grad = full_like(weights, float.NaN);

        Assert.True(double.IsNaN(adam.Step(1e-2)));

        Assert.Equal(0, adam.Steps);
        TensorAssert.Close(Numbers("start"), weights, 0);
    }

    [Fact]
    public void Matrices_decay_and_norms_biases_and_embeddings_do_not()
    {
        using var module = nn.Sequential(("embedding", nn.Embedding(5, 4)), ("linear", nn.Linear(4, 3)), ("norm", nn.LayerNorm(3)));

        var groups = ParameterGroup.Split(module, 0.1);

        Assert.Equal(["linear.weight"], groups[0].Parameters.Select(entry => entry.Name));
        Assert.Equal(0.1, groups[0].WeightDecay);
        Assert.Equal(["embedding.weight", "linear.bias", "norm.weight", "norm.bias"], groups[1].Parameters.Select(entry => entry.Name));
        Assert.Equal(0, groups[1].WeightDecay);
    }

    private static FusedAdam Create(Parameter weights, string path, bool fused)
    {
        var options = path switch
        {
            "adam" => new AdamOptions { MeanMemory = 0.9, SquareMemory = 0.98, Epsilon = 1e-9 },
            "adam_l2" => new AdamOptions { WeightDecay = 0.1, Decay = WeightDecayForm.Gradient },
            _ => new AdamOptions { WeightDecay = 0.1 },
        };
        return new FusedAdam([new ParameterGroup([("weights", weights)], options.WeightDecay)], options, fused ? LibTorchDispatcher.Instance : null);
    }

    private static void Steps(FusedAdam adam, Parameter weights, int first, int end)
    {
        for (var step = first; step < end; step++)
        {
            weights.grad = Numbers("gradients", step);
            adam.Step(1e-2, 1);
        }
    }

    private static Tensor Numbers(string name, int? row = null)
    {
        var numbers = Golden.GetProperty(name);
        return tensor((row is { } index ? numbers[index] : numbers).EnumerateArray().Select(number => number.GetSingle()).ToArray());
    }
}
