namespace Tandem.Environments;

/// <summary>What a world gave at one call: after a reset the reward is 0 and nothing has ended.</summary>
/// <param name="Fingerprint">A hash of the observation's bits: observations may be large, and only sameness matters.</param>
/// <param name="Outcome">What came of the step.</param>
internal readonly record struct ProbeRecord(ulong Fingerprint, Outcome Outcome);

/// <summary>
/// Rides one world at random, resetting it when an episode ends, looks at everything it gives, and stops at the first fault.
/// </summary>
/// <param name="world">The world.</param>
/// <param name="seed">The seed of the world's stream.</param>
/// <param name="actionSeed">The seed of the actions.</param>
/// <param name="stepLimit">After this many steps an episode is cut.</param>
/// <param name="room">How many numbers more than its width a world may write without an exception.</param>
internal sealed class Probe(IEnvironment world, ulong seed, ulong actionSeed, int? stepLimit, int room = 0)
{
    /// <summary>Not a number, and not the one that arithmetic gives: where it is still found, nothing was written.</summary>
    private const uint Canary = 0x7FC0_CA4A;

    private readonly float[] buffer = new float[world.Observations.Width + room];
    private readonly ActionBatch actions = new(world.Actions, 1);
    private readonly int width = world.Observations.Width;
    private RandomStream random = RandomStream.Create(seed, StreamPurpose.Environment);
    private RandomStream actionRandom = RandomStream.Create(actionSeed, StreamPurpose.Policy);

    /// <summary>The step of the present episode; negative before a reset.</summary>
    private int step = -1;

    public List<ProbeRecord> Records { get; } = [];

    public EnvironmentFinding? Fault { get; private set; }

    public Exception? Thrown { get; private set; }

    public int EpisodesEnded { get; private set; }

    /// <summary>Whether the world took anything from its stream.</summary>
    public bool Drew => random != RandomStream.Create(seed, StreamPurpose.Environment);

    private string Moment => step == 0 ? "at a reset" : $"at step {step} of an episode";

    /// <summary>Makes so many calls, or fewer if one brings a fault.</summary>
    public Probe Ride(int calls)
    {
        for (var call = 0; call < calls && Fault is null; call++)
        {
            Advance();
        }

        return this;
    }

    /// <summary>Takes over where another probe is, in a world that was restored from that probe's.</summary>
    public void ContinueFrom(Probe other)
    {
        (random, actionRandom, step) = (other.random, other.actionRandom, other.step);
        other.actions.Choices.CopyTo(actions.Choices);
        other.actions.Values.CopyTo(actions.Values);
    }

    /// <summary>Resets the world if no episode runs, else steps it.</summary>
    public void Advance()
    {
        step++;
        buffer.AsSpan().Fill(BitConverter.UInt32BitsToSingle(Canary));
        Outcome outcome = default;
        try
        {
            outcome = Call();
        }
        catch (Exception exception)
        {
            Thrown = exception;
            Fault = new(FindingSeverity.Error, $"{Moment} it threw {exception.GetType().Name} ({exception.Message})", "let it accept every action of its space, in every state that it can reach");
            return;
        }

        Fault = FaultOf(buffer, outcome.Reward);
        Records.Add(new ProbeRecord(Fingerprint(buffer.AsSpan(0, width)), outcome));
        if (outcome.Terminated || outcome.Truncated || step >= stepLimit)
        {
            EpisodesEnded += outcome.Terminated || outcome.Truncated ? 1 : 0;
            step = -1;
        }
    }

    private Outcome Call()
    {
        if (step == 0)
        {
            world.Reset(ref random, buffer);
            return default;
        }

        world.Actions.Sample(ref actionRandom, actions, 0);
        return world.Step(actions[0], ref random, buffer);
    }

    private EnvironmentFinding? FaultOf(ReadOnlySpan<float> written, double reward)
    {
        var beyond = written.Length;
        while (beyond > width && IsCanary(written[beyond - 1]))
        {
            beyond--;
        }

        if (beyond > width)
        {
            return Error($"it wrote {beyond} numbers where its observation space has {width}", "make the space as wide as the observation");
        }

        for (var number = 0; number < width; number++)
        {
            if (IsCanary(written[number]))
            {
                return Error($"it left number {number} of its {width} observed numbers unwritten", "write the whole observation at every call");
            }

            if (!float.IsFinite(written[number]))
            {
                return Error($"it observed {written[number]} as number {number}", "find the division by zero, the overflow or the unset value");
            }
        }

        if (!world.Observations.Contains(written[..width]))
        {
            return Error($"its observation ({string.Join(", ", written[..width].ToArray())}) is not in {Bounds()}", "widen the space's bounds, or keep the observation within them");
        }

        return double.IsFinite(reward) ? null
            : Error($"its reward was {reward}", "find the division by zero, the overflow or the unset value");
    }

    private string Bounds() => world.Observations is Box box
        ? string.Join(" x ", Enumerable.Range(0, width).Select(number => $"[{box.Low[number]}, {box.High[number]}]"))
        : $"{world.Observations}";

    private EnvironmentFinding Error(string what, string remedy) => new(FindingSeverity.Error, $"{Moment} {what}", remedy);

    /// <summary>The 64-bit hash of Fowler, Noll and Vo (FNV-1a), over numbers instead of bytes.</summary>
    private static ulong Fingerprint(ReadOnlySpan<float> observation)
    {
        var hash = 0xCBF2_9CE4_8422_2325UL;
        foreach (var number in observation)
        {
            hash = (hash ^ BitConverter.SingleToUInt32Bits(number)) * 0x0000_0100_0000_01B3UL;
        }

        return hash;
    }

    private static bool IsCanary(float number) => BitConverter.SingleToUInt32Bits(number) == Canary;
}
