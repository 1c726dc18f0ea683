using Tandem.Environments.Bicycle.Whipple;

namespace Tandem.Environments.Tests.Bicycle.Whipple;

public sealed class RegulatorTests
{
    /// <summary>For one state Riccati's equation is quadratic: p = 1 + 4p − 4p² / (1 + p) with Φ = 2, Γ = Q = r = 1 gives 2 + √5.</summary>
    [Fact]
    public void One_state_comes_out_as_by_hand()
    {
        var one = SmallMatrix.Identity(1);
        var four = new Regulator(Embedded(2), Column(1), Corner(1), 1);

        Assert.Equal(1, one.Rows);
        Assert.Equal(2 + Math.Sqrt(5), four.CostToGo[0, 0], 1e-12);
        Assert.Equal((1 + Math.Sqrt(5)) / 2, four.Gains[0, 0], 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3.5)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(20)]
    public void The_cost_to_go_solves_Riccatis_equation(double speed)
    {
        var bicycle = new WhippleModel(PublishedBicycles.Benchmark);
        var regulator = Regulator.Of(bicycle, speed);
        var (transition, input) = HeldStep.Matrices(bicycle, speed, WhippleBicycle.StepSeconds);
        var steer = input.Block(0, 1, 4, 1);
        var again = SmallMatrix.Diagonal(100, 10, 1, 0.1)
            + (transition.Transpose() * regulator.CostToGo * (transition - (steer * regulator.Gains)));

        Assert.InRange((again - regulator.CostToGo).Norm() / regulator.CostToGo.Norm(), 0, 1e-10);
    }

    [Fact]
    public void Many_steps_cost_the_rate_of_riding_for_ever()
    {
        var bicycle = new WhippleModel(PublishedBicycles.Benchmark);
        var regulator = Regulator.Of(bicycle, 5);
        var disturbance = SmallMatrix.Diagonal(0, 0, 1e-4, 0);
        var none = new SmallMatrix(4, 4);

        var more = regulator.ExpectedCost(4_000, none, disturbance) - regulator.ExpectedCost(3_000, none, disturbance);

        Assert.Equal(1_000 * (regulator.CostToGo * disturbance).Trace(), more, 1e-8);
    }

    [Fact]
    public void What_cannot_be_steered_is_refused() => Assert.Equal(
        "no torque at the handlebar keeps this bicycle upright at this speed: its unstable motion cannot be steered",
        Assert.Throws<ArgumentException>(() => new Regulator(Embedded(2), Column(0), Corner(1), 1)).Message);

    /// <summary>One state in a model of four, whose others stay at rest.</summary>
    private static SmallMatrix Embedded(double value) => Corner(value);

    private static SmallMatrix Corner(double value) => SmallMatrix.Diagonal(value, 0, 0, 0);

    private static SmallMatrix Column(double value)
    {
        var column = new SmallMatrix(4, 1);
        column[0, 0] = value;
        return column;
    }
}
