using System.Numerics;
using CsCheck;
using Tandem.Environments.Bicycle.Whipple;

namespace Tandem.Environments.Tests.Bicycle.Whipple;

public sealed class WhippleModelTests
{
    private static readonly WhippleModel Benchmark = new(PublishedBicycles.Benchmark);

    public static TheoryData<string> PublishedNames => [.. PublishedBicycles.Names];

    [Fact]
    public void The_matrices_are_those_of_the_paper()
    {
        AssertSame("M", Benchmark.Mass);
        AssertSame("C1", Benchmark.Damping);
        AssertSame("K0", Benchmark.GravityStiffness);
        AssertSame("K2", Benchmark.SpeedStiffness);
    }

    [Fact]
    public void The_eigenvalues_over_speed_are_those_of_forty_digits()
    {
        Assert.Equal(14, GoldenEigenvalues.BySpeed.Count);
        Assert.All(GoldenEigenvalues.BySpeed, golden =>
        {
            var found = All(Benchmark.EigenmodesAt(golden.Speed));
            Assert.All(golden.Values, value => Assert.InRange(found.Min(other => Complex.Abs(other - value)), 0, 1e-12));
            Assert.All(found, value => Assert.InRange(golden.Values.Min(other => Complex.Abs(other - value)), 0, 1e-12));
        });
    }

    [Fact]
    public void The_modes_have_their_names()
    {
        var modes = Benchmark.EigenmodesAt(5);
        var atRest = Benchmark.EigenmodesAt(0);

        Assert.Equal(-14.078389692798247, modes.Castering.Real, 1e-12);
        Assert.Equal(-0.322866429004087, modes.Capsize.Real, 1e-12);
        Assert.Equal(4.464867713788225, modes.Weave.Imaginary, 1e-12);
        Assert.Equal(Complex.Conjugate(modes.Weave), modes.WeaveConjugate);
        Assert.Equal((-5.530943717653935, -3.131643247906556), (Math.Round(atRest.Castering.Real, 12), Math.Round(atRest.Capsize.Real, 12)), Near);
        Assert.Equal((3.131643247906556, 5.530943717653935), (atRest.Weave.Real, atRest.WeaveConjugate.Real), Near);
    }

    [Fact]
    public void The_critical_speeds_are_found()
    {
        Assert.Equal(GoldenEigenvalues.CriticalSpeeds.Weave, Benchmark.CriticalSpeeds.Weave!.Value, 1e-12);
        Assert.Equal(GoldenEigenvalues.CriticalSpeeds.Capsize, Benchmark.CriticalSpeeds.Capsize!.Value, 1e-12);
        Assert.True(Benchmark.CriticalSpeeds.IsSelfStable);
    }

    [Theory]
    [MemberData(nameof(PublishedNames))]
    public void A_published_bicycle_rides_by_itself_just_between_its_critical_speeds(string name)
    {
        var bicycle = new WhippleModel(PublishedBicycles.Get(name));
        var (weave, capsize) = (bicycle.CriticalSpeeds.Weave!.Value, bicycle.CriticalSpeeds.Capsize!.Value);

        Assert.True(weave < capsize);
        Assert.True(bicycle.EigenmodesAt(weave - 1e-6).Growth > 0);
        Assert.True(bicycle.EigenmodesAt(weave + 1e-6).Growth < 0);
        Assert.True(bicycle.EigenmodesAt(capsize - 1e-6).Growth < 0);
        Assert.True(bicycle.EigenmodesAt(capsize + 1e-6).Growth > 0);
    }

    [Fact]
    public void A_bicycle_whose_front_wheel_leads_far_has_no_capsize_speed_and_never_rides_by_itself()
    {
        var bicycle = new WhippleModel(PublishedBicycles.Benchmark with { Trail = -0.5 });

        Assert.Null(bicycle.CriticalSpeeds.Capsize);
        Assert.False(bicycle.CriticalSpeeds.IsSelfStable);
    }

    /// <summary>At rest the capsize grows, and it ceases to at some speed: that is no speed above which it grows.</summary>
    [Fact]
    public void A_speed_at_which_the_capsize_ceases_to_grow_is_no_capsize_speed()
    {
        var bicycle = new WhippleModel(PublishedBicycles.Benchmark with { SteerAxisTilt = 0.02, Trail = 0.3 });

        Assert.True(bicycle.CharacteristicPolynomial(0)[0] < 0);
        Assert.True(bicycle.CharacteristicPolynomial(30)[0] > 0);
        Assert.Null(bicycle.CriticalSpeeds.Capsize);
    }

    [Fact]
    public void The_caption_of_the_critical_speeds_says_what_they_mean()
    {
        static string Caption(WhippleParameters parameters) => SelfStability.Tables(new(parameters))[1].Title;

        Assert.EndsWith("it rides by itself above the weave speed and below the capsize speed", Caption(PublishedBicycles.Benchmark), StringComparison.Ordinal);
        Assert.DoesNotContain("it rides by itself", Caption(PublishedBicycles.Benchmark with { Trail = -0.5 }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bicycle_of_which_rounding_leaves_nothing_is_refused()
    {
        var body = PublishedBicycles.Benchmark.RearFrame with { X = 10, Z = -10, Mass = 1e4, Ixx = 1e-8, Iyy = 1e-8, Izz = 1e-8, Ixz = 0 };
        var wheel = new WheelBody { Radius = 0.01, Mass = 1e-3, Ixx = 1e-8, Iyy = 1e-8 };
        var fork = PublishedBicycles.Benchmark.FrontFrame with { X = 0.1, Z = -0.01, Mass = 1e-3, Ixx = 1e-8, Iyy = 1e-8, Izz = 1e-8, Ixz = 0 };
        var bicycle = PublishedBicycles.Benchmark with { Wheelbase = 0.1, Trail = 10, RearFrame = body, RearWheel = wheel, FrontWheel = wheel, FrontFrame = fork };

        Assert.StartsWith("the mass matrix of this bicycle has no inverse", Refusal(bicycle), StringComparison.Ordinal);
    }

    /// <summary>Sum and product of the eigenvalues are trace and determinant of the state matrix, whatever the bicycle.</summary>
    [Fact]
    public void The_eigenvalues_sum_to_the_trace() => Gen.Select(Gen.Double[0, 12], Gen.Double[0.8, 1.6], Gen.Double[-0.1, 0.3], Gen.Double[-0.3, 0.6]).Sample((speed, wheelbase, trail, tilt) =>
    {
        var bicycle = new WhippleModel(PublishedBicycles.Benchmark with { Wheelbase = wheelbase, Trail = trail, SteerAxisTilt = tilt });
        var values = All(bicycle.EigenmodesAt(speed));
        var polynomial = bicycle.CharacteristicPolynomial(speed);
        var scale = values.Max(Complex.Abs);
        var sum = values.Aggregate(Complex.Add);
        var product = values.Aggregate(Complex.Multiply);

        Assert.InRange(Complex.Abs(sum - bicycle.StateMatrix(speed).Trace()), 0, 1e-9 * (1 + scale));
        Assert.InRange(Complex.Abs(product - (polynomial[0] / polynomial[4])), 0, 1e-9 * (1 + Math.Pow(scale, 4)));
    });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void A_speed_that_is_none_is_refused(double speed) =>
        Assert.StartsWith("speed ", Assert.Throws<ArgumentException>(() => Benchmark.EigenmodesAt(speed)).Message, StringComparison.Ordinal);

    [Fact]
    public void Inertia_that_no_body_has_is_refused()
    {
        var disc = PublishedBicycles.Benchmark.FrontWheel;
        var lump = PublishedBicycles.Benchmark.RearFrame;

        Assert.Equal(
            "the inertia of the front wheel cannot be: of its principal moments 0.1405, 0.1405, 0.3 kg m² the largest exceeds the sum of the others; no distribution of mass has such",
            Refusal(PublishedBicycles.Benchmark with { FrontWheel = disc with { Iyy = 0.3 } }));
        Assert.Equal(
            "the inertia of the rear frame cannot be: its principal moments are -0.302252, 11, 12.302252 kg m²; lower the magnitude of Ixz until all are positive",
            Refusal(PublishedBicycles.Benchmark with { RearFrame = lump with { Ixz = 5.4294 } }));
        Assert.StartsWith(
            "the inertia of the rear frame cannot be: of its principal moments 2, 10, 13 kg m²",
            Refusal(PublishedBicycles.Benchmark with { RearFrame = lump with { Iyy = 13 } }),
            StringComparison.Ordinal);
    }

    private static string Refusal(WhippleParameters parameters) => Assert.Throws<ArgumentException>(() => new WhippleModel(parameters)).Message;

    private static Complex[] All(Eigenmodes modes) => [modes.Castering, modes.Capsize, modes.Weave, modes.WeaveConjugate];

    private static bool Near((double, double) one, (double, double) other) =>
        Math.Abs(one.Item1 - other.Item1) < 1e-11 && Math.Abs(one.Item2 - other.Item2) < 1e-11;

    private static void AssertSame(string name, Matrix2 matrix)
    {
        double[] found = [matrix.LeanLean, matrix.LeanSteer, matrix.SteerLean, matrix.SteerSteer];
        Assert.All(GoldenEigenvalues.Matrix(name).Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }
}
