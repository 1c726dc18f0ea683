using System.Text.Json;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class AdamTests
{
    [Fact]
    public void Ten_clipped_steps_follow_PyTorch()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "learning.json")));
        var optimisers = golden.RootElement.GetProperty("optimisers");
        var start = Numbers(optimisers.GetProperty("start"));
        var parameters = new float[16];
        start.CopyTo(parameters, 0);
        var adam = new Adam(parameters.Length, new AdamConstants(0.9, 0.98, 1e-9));

        for (var step = 0; step < 10; step++)
        {
            var gradient = new float[16];
            Numbers(optimisers.GetProperty("gradients")[step]).CopyTo(gradient, 0);
            var norm = GradientNorm.Of(gradient);
            adam.Step(parameters, gradient, 1e-2, GradientNorm.Scale(norm, optimisers.GetProperty("max_norm").GetDouble()));

            Assert.Equal(optimisers.GetProperty("norms")[step].GetDouble(), norm, 1e-5);
            var expected = Numbers(optimisers.GetProperty("adam")[step]);
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], parameters[i], 1e-6);
            }
        }
    }

    [Fact]
    public void The_numbers_that_fill_up_a_vector_stay_zero()
    {
        var parameters = new float[16];
        var adam = new Adam(16, AdamConstants.Default);
        var gradient = new float[16];
        gradient[0] = 1;

        adam.Step(parameters, gradient, 0.01);

        Assert.Equal(-0.01f, parameters[0], 1e-7);
        Assert.All(parameters[1..], value => Assert.Equal(0, value));
    }

    private static float[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetSingle())];
}
