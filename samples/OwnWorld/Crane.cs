using Tandem.Environments;

namespace OwnWorld;

/// <summary>A trolley runs along a crane's beam and carries a load on a rope: bring it to the target and let it hang still.</summary>
public sealed class Crane : IEnvironment
{
    private const double TargetMetres = 5, BeamMetres = 6, RopeMetres = 2, Gravity = 9.81, StepSeconds = 0.05;
    private double position, speed, angle, spin; // metres, metres a second, radians, radians a second

    public Space Observations { get; } = Box.Unbounded(4);

    public Space Actions { get; } = new Discrete(3); // accelerate back, not at all, ahead

    public void Reset(ref RandomStream random, Span<float> observation)
    {
        (position, speed, angle, spin) = (random.NextDouble(0, 1), 0, 0, 0);
        Observe(observation);
    }

    public Outcome Step(ActionView action, ref RandomStream random, Span<float> observation)
    {
        var acceleration = action.Choice - 1.0;
        speed += acceleration * StepSeconds;
        spin -= ((Gravity * Math.Sin(angle)) + (acceleration * Math.Cos(angle))) / RopeMetres * StepSeconds;
        angle += spin * StepSeconds;
        position += speed * StepSeconds;
        if (position is < 0 or > BeamMetres)
        {
            (position, speed) = (Math.Clamp(position, 0, BeamMetres), 0);
        }

        Observe(observation);
        var away = Math.Abs(position - TargetMetres);
        var arrived = away < 0.1 && Math.Abs(speed) < 0.1 && Math.Abs(angle) < 0.05;
        return new Outcome(arrived ? 100 : -away - Math.Abs(angle), Terminated: arrived);
    }

    private void Observe(Span<float> observation) =>
        (observation[0], observation[1], observation[2], observation[3]) = ((float)position, (float)speed, (float)angle, (float)spin);
}
