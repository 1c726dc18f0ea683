using Tandem.Environments;

namespace Tandem.Learning.Tests.Reinforcement;

/// <summary>Worlds whose next step is written down by the test.</summary>
internal sealed class StandStill(Space observations, Space actions, int count) : IVectorEnvironment
{
    public float[] Current { get; } = new float[count * observations.Width];

    public float[] Final { get; } = new float[count * observations.Width];

    public double[] Earned { get; } = new double[count];

    public bool[] Ended { get; } = new bool[count];

    public bool[] Cut { get; } = new bool[count];

    public int Count => count;

    public Space Observations => observations;

    public Space Actions => actions;

    public int? StepLimit => null;

    public ReadOnlySpan<float> CurrentObservations => Current;

    public ReadOnlySpan<float> FinalObservations => Final;

    public ReadOnlySpan<double> Rewards => Earned;

    public ReadOnlySpan<bool> Terminated => Ended;

    public ReadOnlySpan<bool> Truncated => Cut;

    public void Reset(ulong seed, StreamPurpose purpose = StreamPurpose.Environment)
    {
    }

    public void Step(ActionBatch actions)
    {
    }

    public byte[] SaveState() => [];

    public int RestoreState(ReadOnlySpan<byte> state) => 0;
}
