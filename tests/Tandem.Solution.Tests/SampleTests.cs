using Tandem.Solution.Tests.Packaging;

namespace Tandem.Solution.Tests;

/// <summary>The samples do what they say.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task The_bicycle_Transformer_learns_to_ride()
    {
        var program = Path.Combine(
            Repository.Root, "samples", "BicycleTransformer", "bin", Repository.Configuration, "net10.0", "BicycleTransformer.dll");

        var run = await Command.DotNetAsync(Repository.Root, program);

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains("its own ride: return 97 in 4 steps", run.Output, StringComparison.Ordinal);
    }
}
