using static Tandem.Environments.Tests.Stepping.Shells;

namespace Tandem.Environments.Tests.Stepping;

public sealed class ShellNormalizationTests
{
    // The numbers of these two tests: Gymnasium 1.4's NormalizeObservation and NormalizeReward, transcribed to NumPy 1.24 in double precision.
    [Fact]
    public void Observations_are_normalised_as_in_Gymnasium()
    {
        float[][] shown = [[1, 2], [3, -1], [0.5f, 4], [-2, 0.25f]];
        var worlds = Scripted((step, observation) =>
        {
            shown[step].CopyTo(observation, 0);
            return new Outcome(0, step == 3);
        }, new ShellOptions { NormalizeObservations = true });

        worlds.Reset(0);
        AssertClose([0.007070714249638547, 0.008944093012040463], worlds.CurrentObservations);
        Step(worlds);
        AssertClose([1.0000000049980002, -0.9999944426388265], worlds.CurrentObservations);
        Step(worlds);
        AssertClose([-0.9257462566913576, 1.135578975167074], worlds.CurrentObservations);
        Step(worlds);
        AssertClose([-1.473912624202737, -0.5644599361283185], worlds.FinalObservations);
        AssertClose([0.18750953318316568, 0.32243249593332285], worlds.CurrentObservations);
        var known = worlds.Normalization.Observations!;
        Assert.Equal([0.6999860002799945, 1.4499710005799884], known.Means, Close);
        Assert.Equal([2.5599786002319997, 2.9100038490820355], known.Variances, Close);
        Assert.Equal(5.0001, known.Count, 1e-12);
    }

    [Fact]
    public void Rewards_are_normalised_as_in_Gymnasium()
    {
        double[] rewards = [0, 1, -2, 3];
        var worlds = Scripted((step, _) => new Outcome(rewards[step], step == 3), new ShellOptions { NormalizeRewards = true });
        worlds.Reset(0);
        foreach (var expected in (double[])[70.71421321062337, -1.9900502339422828, 1.8325418900968733])
        {
            Step(worlds);
            Assert.Equal(expected, worlds.Rewards[0], 1e-12 * Math.Abs(expected));
        }

        Assert.Equal(2, worlds.Tally.MeanReturn);
    }

    [Fact]
    public void Two_worlds_are_one_batch()
    {
        var made = 0;
        float[][] shown = [[1, 4], [2, -3]];
        var worlds = new ShelledWorlds(
            VectorEnvironment.Create(() => OneNumber(shown[made++]), count: 2), new ShellOptions { NormalizeObservations = true });

        worlds.Reset(0);
        AssertClose([-0.9995501936512414, 0.9998500886988418], worlds.CurrentObservations);
        Step(worlds);
        AssertClose([1.1767167984577465, -1.5689328514352423], worlds.CurrentObservations);
    }

    [Fact]
    public void The_statistics_are_those_of_everything_seen_at_once()
    {
        var (worlds, plain) = (Shelled(new ShellOptions { NormalizeObservations = true }), Drifting(5));
        worlds.Reset(4);
        plain.Reset(4);
        var seen = Rows(plain.CurrentObservations);
        for (var step = 0; step < 300; step++)
        {
            var actions = Drawn(plain.Actions, 5, step);
            worlds.Step(actions);
            plain.Step(actions);
            seen.AddRange(Rows(plain.CurrentObservations));
            for (var world = 0; world < 5; world++)
            {
                if (plain.Terminated[world] || plain.Truncated[world])
                    seen.Add([.. plain.FinalObservations.Slice(2 * world, 2)]);
            }
        }

        var known = worlds.Normalization.Observations!;
        for (var number = 0; number < 2; number++)
        {
            var mean = seen.Sum(row => (double)row[number]) / (seen.Count + 1e-4);
            var squares = (1e-4 * (1 + (mean * mean))) + seen.Sum(row => (row[number] - mean) * (row[number] - mean));
            Assert.Equal(mean, known.Means[number], 1e-9);
            Assert.Equal(squares / (seen.Count + 1e-4), known.Variances[number], 1e-9);
        }
    }

    [Fact]
    public void Frozen_statistics_stay_as_they_are_and_go_on_being_used()
    {
        var trained = Ridden(Shelled(Everything), steps: 50);
        var evaluated = Shelled(Everything with { Frames = 1, ActionFit = ActionFit.AsGiven });
        var plain = Drifting(5);
        evaluated.Normalization = Normalization.FromJson(trained.Normalization.ToJson());
        evaluated.IsFrozen = true;
        evaluated.Reset(9);
        plain.Reset(9);
        for (var step = 0; step < 60; step++)
        {
            var actions = Drawn(plain.Actions, 5, step);
            evaluated.Step(actions);
            plain.Step(actions);
            var (expected, expectedFinal) = (new float[10], new float[10]);
            trained.Normalization.Observations!.Normalize(plain.CurrentObservations, expected);
            trained.Normalization.Observations!.Normalize(plain.FinalObservations, expectedFinal);
            Assert.Equal(expected, evaluated.CurrentObservations);
            if (plain.Terminated[0] || plain.Truncated[0])
                Assert.Equal(expectedFinal.AsSpan(0, 2), evaluated.FinalObservations[..2]);

            Assert.Equal(plain.Rewards[0] / Math.Sqrt(trained.Normalization.Rewards!.Variances[0] + 1e-8), evaluated.Rewards[0]);
        }

        Assert.Equal(trained.Normalization.ToJson(), evaluated.Normalization.ToJson());
    }

    private static ScriptedWorld OneNumber(float[] shown) => new(
        (int step, ref RandomStream random, Span<float> observation) =>
        {
            observation[0] = shown[step];
            return default;
        },
        Box.Unbounded(1));

    private static List<float[]> Rows(ReadOnlySpan<float> observations) => [.. observations.ToArray().Chunk(2)];

    private static bool Close(double one, double other) => Math.Abs(one - other) < 1e-12;

    private static void AssertClose(double[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var number = 0; number < expected.Length; number++)
            Assert.Equal(expected[number], actual[number], 1e-6);
    }
}
