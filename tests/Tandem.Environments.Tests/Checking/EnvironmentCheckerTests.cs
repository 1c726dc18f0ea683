namespace Tandem.Environments.Tests.Checking;

public sealed class EnvironmentCheckerTests
{
    private static int leaked;

    [Fact]
    public void A_sound_random_world_that_ends_gives_no_finding() =>
        Assert.Empty(EnvironmentChecker.Check(() => new WorldEnvironment<Drift, DriftState>(new Drift())));

    [Fact]
    public void A_world_that_draws_nothing_is_noted() => Finds(
        FindingSeverity.Note,
        "it draws no random number, so that the same actions always give the same ride",
        () => World((step, observation) => new Outcome(0, step == 5)));

    [Fact]
    public void A_world_whose_draws_have_no_effect_is_warned_of() => Finds(
        FindingSeverity.Warning,
        "it draws random numbers, but rides with different seeds are the same",
        () => new ScriptedWorld((int step, ref RandomStream random, Span<float> observation) =>
        {
            random.NextUInt64();
            observation.Clear();
            return new Outcome(0, step == 5);
        }));

    [Fact]
    public void An_observation_that_is_no_number_is_found() => Finds(
        FindingSeverity.Error, "at step 3 of an episode it observed NaN as number 1", () => World((step, observation) =>
        {
            observation[1] = step == 3 ? float.NaN : 0;
            return default;
        }));

    [Fact]
    public void A_reward_that_is_no_number_is_found() => Finds(
        FindingSeverity.Error, "at step 2 of an episode its reward was NaN", () => World((step, observation) => new Outcome(step == 2 ? double.NaN : 0, false)));

    [Fact]
    public void An_observation_outside_its_space_is_found() => Finds(
        FindingSeverity.Error,
        "at step 4 of an episode its observation (4, 0) is not in [0, 3] x [0, 1]",
        () => World(
            (step, observation) =>
            {
                observation[0] = step;
                return default;
            },
            new Box([0, 0], [3, 1])));

    [Fact]
    public void An_observation_that_is_too_short_is_found() => Finds(
        FindingSeverity.Error,
        "at a reset it left number 1 of its 2 observed numbers unwritten",
        () => new ScriptedWorld((int step, ref RandomStream random, Span<float> observation) =>
        {
            observation[0] = 1;
            return default;
        }));

    [Fact]
    public void An_observation_that_is_too_long_is_found_by_copying_and_by_index()
    {
        Finds(FindingSeverity.Error, "at a reset it wrote 5 numbers where its observation space has 2", () => new ScriptedWorld((int step, ref RandomStream random, Span<float> observation) =>
        {
            new float[5].CopyTo(observation);
            return default;
        }));
        Finds(FindingSeverity.Error, "at step 1 of an episode it wrote 3 numbers where its observation space has 2", () => new ScriptedWorld((int step, ref RandomStream random, Span<float> observation) =>
        {
            for (var number = 0; number < (step == 0 ? 2 : 3); number++)
            {
                observation[number] = 0;
            }

            return default;
        }));
    }

    [Fact]
    public void An_exception_is_found() => Finds(
        FindingSeverity.Error,
        "at step 7 of an episode it threw InvalidOperationException (the rope broke)",
        () => World((step, observation) => step == 7 ? throw new InvalidOperationException("the rope broke") : default));

    [Fact]
    public void A_world_that_never_ends_is_warned_of_unless_it_has_a_step_limit()
    {
        static ScriptedWorld Endless() => World((step, observation) => default);

        Finds(FindingSeverity.Warning, "no episode ended within 50000 calls", Endless);
        Assert.DoesNotContain(EnvironmentChecker.Check(Endless, stepLimit: 100), finding => finding.Severity > FindingSeverity.Note);
    }

    [Fact]
    public void Randomness_from_elsewhere_is_found()
    {
        var elsewhere = RandomStream.Create(0, StreamPurpose.Policy);

        Finds(FindingSeverity.Error, "two rides with the same seed and the same actions differ from call 0 on", () => World((step, observation) =>
        {
            observation[0] = (float)elsewhere.NextDouble();
            return new Outcome(0, step == 5);
        }));
    }

    [Fact]
    public void State_that_survives_a_reset_is_found() => Finds(
        FindingSeverity.Error, "a world that was ridden before does not ride like a new one", () =>
        {
            var ridden = 0;
            return World((step, observation) =>
            {
                observation[0] = ridden++;
                return new Outcome(0, step == 5);
            });
        });

    [Fact]
    public void State_that_worlds_share_is_found() => Finds(
        FindingSeverity.Error, "a world rides differently when another is ridden beside it", () => World((step, observation) =>
        {
            leaked = step == 0 ? 0 : leaked + 1;
            observation[0] = leaked;
            return new Outcome(0, step == 5 || leaked > 3);
        }));

    [Fact]
    public void A_world_that_saves_too_little_is_found() => Finds(
        FindingSeverity.Error, "after saving and restoring it rides differently", () => new Forgetful());

    [Fact]
    public void A_world_that_allocates_is_noted() => Assert.Contains(
        EnvironmentChecker.Check(() => World((step, observation) => new Outcome(0, step == 5))), finding => finding.Problem.StartsWith("it allocates about", StringComparison.Ordinal));

    [Fact]
    public void Spaces_that_change_are_found() => Finds(
        FindingSeverity.Error, "its spaces are not the same at every look", () => new ScriptedWorld((int step, ref RandomStream random, Span<float> observation) => default, new Box([0], [++leaked])));

    [Fact]
    public void Wrong_creation_is_found()
    {
        var one = new DriftObject();

        Finds(FindingSeverity.Error, "the function that creates the world gave the same object twice", () => one);
        Finds(FindingSeverity.Error, "the function that creates the world gave null", () => null!);
        Finds(FindingSeverity.Error, "creating the world threw InvalidOperationException (no power)", () => throw new InvalidOperationException("no power"));
    }

    private static void Finds(FindingSeverity severity, string problem, Func<IEnvironment> create) =>
        Assert.Contains(EnvironmentChecker.Check(create), finding => finding.Severity == severity && finding.Problem == problem);

    /// <summary>A world of two numbers that draws nothing; what the test does not write is 0.</summary>
    private static ScriptedWorld World(Func<int, float[], Outcome> script, Space? observations = null) =>
        new((int step, ref RandomStream random, Span<float> observation) =>
        {
            var written = new float[2];
            var outcome = script(step, written);
            written.CopyTo(observation);
            return outcome;
        }, observations);

    /// <summary>Saves nothing of where it is.</summary>
    private sealed class Forgetful : IResumableEnvironment
    {
        private int place;

        public Space Observations { get; } = Box.Unbounded(1);

        public Space Actions { get; } = new Discrete(2);

        public void Reset(ref RandomStream random, Span<float> observation) => observation[0] = place = random.NextInt32(100);

        public Outcome Step(ActionView action, ref RandomStream random, Span<float> observation)
        {
            observation[0] = ++place;
            return new Outcome(0, place > 200);
        }

        public void Save(BinaryWriter writer) => writer.Write(0);

        public void Restore(BinaryReader reader) => reader.ReadInt32();
    }
}
