using Tandem.Environments;

namespace Tandem.Benchmarks;

/// <summary>Worlds in which each step earns 1, whatever it earned.</summary>
internal sealed class StepsCounted : IVectorEnvironment
{
    private readonly IVectorEnvironment worlds;
    private readonly double[] rewards;

    public StepsCounted(IVectorEnvironment worlds)
    {
        (this.worlds, rewards) = (worlds, new double[worlds.Count]);
        Array.Fill(rewards, 1);
    }

    public int Count => worlds.Count;

    public Space Observations => worlds.Observations;

    public Space Actions => worlds.Actions;

    public int? StepLimit => worlds.StepLimit;

    public ReadOnlySpan<float> CurrentObservations => worlds.CurrentObservations;

    public ReadOnlySpan<float> FinalObservations => worlds.FinalObservations;

    public ReadOnlySpan<double> Rewards => rewards;

    public ReadOnlySpan<bool> Terminated => worlds.Terminated;

    public ReadOnlySpan<bool> Truncated => worlds.Truncated;

    public void Reset(ulong seed, StreamPurpose purpose = StreamPurpose.Environment) => worlds.Reset(seed, purpose);

    public void Step(ActionBatch actions) => worlds.Step(actions);

    public byte[] SaveState() => worlds.SaveState();

    public int RestoreState(ReadOnlySpan<byte> state) => worlds.RestoreState(state);
}
