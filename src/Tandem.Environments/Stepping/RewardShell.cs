using System.Runtime.InteropServices;

namespace Tandem.Environments;

/// <summary>
/// Rewards divided by the running standard deviation of the discounted return R ← γ (1 − terminated) R + r, which keeps
/// their scale whatever a world's is. As Gymnasium's NormalizeReward; the mean is not taken off.
/// </summary>
internal sealed class RewardShell(int count, double discount)
{
    private readonly double[] returns = new double[count];
    private readonly double[] normalized = new double[count];

    public ReadOnlySpan<double> Normalized => normalized;

    public RunningStatistics Statistics { get; } = new(1);

    public void BeginAll()
    {
        Array.Clear(returns);
        Array.Clear(normalized);
    }

    public void Begin(int world) => (returns[world], normalized[world]) = (0, 0);

    public void Follow(IVectorEnvironment worlds, bool isFrozen)
    {
        for (var world = 0; world < returns.Length; world++)
        {
            returns[world] = (worlds.Terminated[world] ? 0 : discount * returns[world]) + worlds.Rewards[world];
            if (!isFrozen)
                Statistics.Add(returns[world]);
        }

        Statistics.EndBatch();
        var deviation = Statistics.Deviations[0];
        for (var world = 0; world < returns.Length; world++)
            normalized[world] = worlds.Rewards[world] / deviation;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(MemoryMarshal.AsBytes<double>(returns));
        writer.Write(MemoryMarshal.AsBytes<double>(normalized));
    }

    public void Restore(BinaryReader reader)
    {
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(returns.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(normalized.AsSpan()));
    }
}
