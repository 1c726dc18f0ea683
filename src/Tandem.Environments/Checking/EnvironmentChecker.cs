namespace Tandem.Environments;

/// <summary>
/// Rides a world of one's own at random and names what would make training on it fail or mislead: numbers that are none,
/// observations outside their space, exceptions, randomness from elsewhere, state that survives a reset, rides that never end.
/// </summary>
public static class EnvironmentChecker
{
    private const ulong Seed = 1;
    private const ulong OtherSeed = 2;
    private const int SpareRoom = 256;
    private const int Patience = 10;

    /// <summary>Checks a world.</summary>
    /// <param name="create">Makes a new world at each call.</param>
    /// <param name="stepLimit">The step limit that the world will be ridden with; null: none.</param>
    /// <param name="calls">How many resets and steps each trial makes; at least 10.</param>
    /// <returns>What was found, the worst first; empty if nothing.</returns>
    public static IReadOnlyList<EnvironmentFinding> Check(Func<IEnvironment> create, int? stepLimit = null, int calls = 5_000)
    {
        ArgumentNullException.ThrowIfNull(create);
        if (calls < 10)
        {
            throw new ArgumentException($"{calls} calls are too few to judge a world by: give at least 10");
        }

        return [.. Findings(create, stepLimit, calls).OrderByDescending(finding => finding.Severity)];
    }

    private static IEnumerable<EnvironmentFinding> Findings(Func<IEnvironment> create, int? stepLimit, int calls)
    {
        if (CreationFault(create) is { } creation)
        {
            return [creation];
        }

        var world = create();
        var first = new Probe(world, Seed, Seed, stepLimit).Ride(calls);
        if (first.Fault is not null)
        {
            return [TooLong(create, first, stepLimit, calls) ?? first.Fault];
        }

        var again = new Probe(create(), Seed, Seed, stepLimit).Ride(calls);
        if (Difference(first, again) is { } difference)
        {
            return [Error($"two rides with the same seed and the same actions differ from call {difference} on", "draw every random number from the stream that is handed in, and keep nothing in static fields")];
        }

        EnvironmentFinding?[] findings =
        [
            StateAcrossResets(world, first, stepLimit, calls),
            SharedState(create, first, stepLimit, calls),
            SavedBadly(create, first, stepLimit, calls),
            Randomness(create, first, stepLimit, calls),
            NeverEnds(create, first, stepLimit, calls),
            Allocation(create, stepLimit, calls),
        ];
        return findings.OfType<EnvironmentFinding>();
    }

    private static EnvironmentFinding? CreationFault(Func<IEnvironment> create)
    {
        try
        {
            var (one, other) = (create(), create());
            if (one is null || other is null)
            {
                return Error("the function that creates the world gave null", "give a new environment at each call");
            }

            if (ReferenceEquals(one, other))
            {
                return Error("the function that creates the world gave the same object twice", "give a new environment at each call");
            }

            if (one.Observations is null || one.Actions is null)
            {
                return Error("a space of the world is null", "give Observations and Actions a Discrete, MultiDiscrete or Box");
            }

            return one.Observations.Equals(one.Observations) && one.Observations.Equals(other.Observations) && one.Actions.Equals(one.Actions) && one.Actions.Equals(other.Actions) ? null
                : Error("its spaces are not the same at every look", "make them once and keep them");
        }
        catch (Exception exception)
        {
            return Error($"creating the world threw {exception.GetType().Name} ({exception.Message})", "let it be created without anything else being ready");
        }
    }

    /// <summary>Whether an exception came from writing past the end of the observation: then more room makes it go away.</summary>
    private static EnvironmentFinding? TooLong(Func<IEnvironment> create, Probe failed, int? stepLimit, int calls) =>
        failed.Thrown is IndexOutOfRangeException or ArgumentException
            ? new Probe(create(), Seed, Seed, stepLimit, SpareRoom).Ride(calls) is { Thrown: null, Fault: { } fault } ? fault : null
            : null;

    private static EnvironmentFinding? StateAcrossResets(IEnvironment ridden, Probe first, int? stepLimit, int calls) =>
        Difference(first, new Probe(ridden, Seed, Seed, stepLimit).Ride(calls)) is null ? null
            : Error("a world that was ridden before does not ride like a new one", "set everything back in Reset");

    private static EnvironmentFinding? SharedState(Func<IEnvironment> create, Probe first, int? stepLimit, int calls)
    {
        var beside = new Probe(create(), Seed, Seed, stepLimit);
        var other = new Probe(create(), OtherSeed, OtherSeed, stepLimit);
        for (var call = 0; call < calls && beside.Fault is null && other.Fault is null; call++)
        {
            beside.Advance();
            other.Advance();
        }

        return Difference(first, beside) is null ? null
            : Error("a world rides differently when another is ridden beside it", "keep nothing in static fields, and share no object that changes");
    }

    private static EnvironmentFinding? SavedBadly(Func<IEnvironment> create, Probe first, int? stepLimit, int calls)
    {
        if (create() is not IResumableEnvironment saved)
        {
            return null;
        }

        var before = new Probe(saved, Seed, Seed, stepLimit).Ride(calls / 2);
        var restored = (IResumableEnvironment)create();
        try
        {
            using var memory = new MemoryStream();
            using var writer = new BinaryWriter(memory);
            saved.Save(writer);
            writer.Flush();
            memory.Position = 0;
            using var reader = new BinaryReader(memory);
            restored.Restore(reader);
        }
        catch (Exception exception)
        {
            return Error($"saving and restoring it threw {exception.GetType().Name} ({exception.Message})", "let Restore read exactly what Save writes");
        }

        var after = new Probe(restored, Seed, Seed, stepLimit);
        after.ContinueFrom(before);
        after.Ride(calls - (calls / 2));
        return after.Records.Zip(first.Records.Skip(calls / 2)).All(pair => pair.First == pair.Second) && after.Fault is null ? null
            : Error("after saving and restoring it rides differently", "let Save write everything that the rest of an episode depends on");
    }

    private static EnvironmentFinding? Randomness(Func<IEnvironment> create, Probe first, int? stepLimit, int calls)
    {
        var other = new Probe(create(), OtherSeed, Seed, stepLimit).Ride(calls);
        if (Difference(first, other) is not null)
        {
            return other.Fault;
        }

        return first.Drew
            ? new(FindingSeverity.Warning, "it draws random numbers, but rides with different seeds are the same", "let what it draws have an effect")
            : new(FindingSeverity.Note, "it draws no random number, so that the same actions always give the same ride", "nothing if that is meant; else draw from the stream in Reset or Step");
    }

    /// <summary>Rides on where no episode has ended yet: a random rider may need thousands of steps to find a goal.</summary>
    private static EnvironmentFinding? NeverEnds(Func<IEnvironment> create, Probe first, int? stepLimit, int calls)
    {
        if (first.EpisodesEnded > 0 || stepLimit is not null)
        {
            return null;
        }

        var patient = new Probe(create(), Seed, Seed, stepLimit);
        for (var call = 0; call < Patience * calls && patient is { EpisodesEnded: 0, Fault: null }; call++)
        {
            patient.Advance();
        }

        return patient.Fault ?? (patient.EpisodesEnded > 0 ? null
            : new(FindingSeverity.Warning, $"no episode ended within {Patience * calls} calls", "give the world a step limit, or see that an end can be reached"));
    }

    private static EnvironmentFinding? Allocation(Func<IEnvironment> create, int? stepLimit, int calls)
    {
        var bytes = AllocationMeter.BytesAStep(create(), stepLimit, calls);
        return bytes < 1 ? null
            : new(FindingSeverity.Note, $"it allocates about {bytes:F0} bytes a step", "keep arrays in fields if speed matters");
    }

    /// <summary>The first call at which two rides differ, or null.</summary>
    private static int? Difference(Probe one, Probe other)
    {
        var call = one.Records.Zip(other.Records).TakeWhile(pair => pair.First == pair.Second).Count();
        return call < Math.Max(one.Records.Count, other.Records.Count) ? call : null;
    }

    private static EnvironmentFinding Error(string problem, string remedy) => new(FindingSeverity.Error, problem, remedy);
}
