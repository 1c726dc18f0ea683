using Tandem.Environments;

namespace Tandem.Benchmarks;

/// <summary>Worlds in which each step earns 1, whatever it earned.</summary>
internal sealed class StepsCounted : DelegatingWorlds
{
    private readonly double[] rewards;

    public StepsCounted(IVectorEnvironment worlds)
        : base(worlds)
    {
        rewards = new double[worlds.Count];
        Array.Fill(rewards, 1);
    }

    public override ReadOnlySpan<double> Rewards => rewards;
}
