using Tandem.Environments.ClassicControl;

namespace Tandem.Environments.Tests.ClassicControl;

public sealed class AcrobotTests
{
    [Fact]
    public void Links_that_hang_still_stay_so_by_either_equations()
    {
        foreach (var equations in Enum.GetValues<AcrobotEquations>())
        {
            var state = new AcrobotState(0, 0, 0, 0);

            Assert.Equal(new Outcome(-1, false), Step(equations, ref state, 1));
            Assert.Equal(new AcrobotState(0, 0, 0, 0), state);
        }
    }

    [Fact]
    public void The_paper_leaves_a_term_out_that_matters_once_the_upper_link_turns()
    {
        var (book, paper) = (new AcrobotState(0.1, 1, 2, 0), new AcrobotState(0.1, 1, 2, 0));
        Step(AcrobotEquations.Book, ref book, 1);
        Step(AcrobotEquations.Paper, ref paper, 1);

        // The term is -0.5 w1^2 sin(t2), divided by an inertia of about 1: over 0.2 s some 0.3 rad/s.
        Assert.InRange(paper.LowerRadiansPerSecond - book.LowerRadiansPerSecond, 0.2, 0.5);
    }

    [Fact]
    public void Angles_are_wrapped_and_velocities_are_clipped()
    {
        var state = new AcrobotState(3.1, -3.1, 12.5, -28.2);
        Step(AcrobotEquations.Book, ref state, 2);

        Assert.InRange(state.UpperRadians, -Math.PI, Math.PI);
        Assert.InRange(state.LowerRadians, -Math.PI, Math.PI);
        Assert.InRange(state.UpperRadiansPerSecond, -4 * Math.PI, 4 * Math.PI);
        Assert.InRange(state.LowerRadiansPerSecond, -9 * Math.PI, 9 * Math.PI);
    }

    [Fact]
    public void Equations_that_do_not_exist_are_refused() => Assert.Equal(
        "equations 7 do not exist: give one of Book, Paper",
        Assert.Throws<ArgumentException>(() => new AcrobotOptions { Equations = (AcrobotEquations)7 }).Message);

    private static Outcome Step(AcrobotEquations equations, ref AcrobotState state, int choice)
    {
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        return new Acrobot(new AcrobotOptions { Equations = equations }).Step(ref state, new ActionView([choice]), ref random);
    }
}
