using System.ComponentModel;

namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>What can be chosen about <see cref="WhippleBicycle"/>.</summary>
public sealed record WhippleBicycleOptions
{
    /// <summary>What a file said when it was chosen; null: the bicycle is a published one.</summary>
    private readonly WhippleParameters? own;

    /// <summary>Which bicycle: a published one by its name, or a JSON file as <see cref="BicycleFile"/> reads it.</summary>
    [Description("The bicycle: benchmark, browser or pista, or a .json file of one's own")]
    public string Bicycle
    {
        get;
        init
        {
            own = PublishedBicycles.IsPublished(value) ? null : PublishedBicycles.Read(value);
            field = value;
        }
    } = PublishedBicycles.BenchmarkName;

    /// <summary>What the chosen bicycle is made of.</summary>
    public WhippleParameters Parameters => own ?? PublishedBicycles.Get(Bicycle);

    /// <summary>The forward speed, or its mean where it swings, m/s.</summary>
    [Description("Forward speed, or its mean where it swings [0 to 30; m/s]")]
    public double Speed { get; init => field = BodyCheck.Between(value, 0, 30, "speed", "m/s"); } = 3.5;

    /// <summary>By how much the speed swings about its mean, m/s; not above it. 0: the speed is constant.</summary>
    [Description("By how much the speed swings up and down, at most the speed itself; 0: constant [0 to 15; m/s]")]
    public double SpeedSwing { get; init => field = BodyCheck.Between(value, 0, 15, "speed swing", "m/s"); }

    /// <summary>How long one swing of the speed takes, s; rounded to whole steps.</summary>
    [Description("How long one swing of the speed takes [1 to 60; s]")]
    public double SwingPeriod { get; init => field = BodyCheck.Between(value, 1, 60, "swing period", "s"); } = 10;

    /// <summary>Whether each ride keeps one speed, drawn evenly from all that it would swing through, instead of swinging.</summary>
    [Description("Whether each ride keeps one speed, drawn evenly from all that it would swing through")]
    public bool RandomSpeed { get; init; }

    /// <summary>The standard deviation of the roll torque that disturbs each step, N m.</summary>
    [Description("Standard deviation of the roll torque that disturbs each step [0 to 1000; N m]")]
    public double RollTorqueNoise { get; init => field = BodyCheck.Between(value, 0, 1000, "roll torque noise", "N m"); } = 30;

    /// <summary>The largest steer torque, N m.</summary>
    [Description("Largest steer torque to either side [0.1 to 1000; N m]")]
    public double TorqueLimit { get; init => field = BodyCheck.Between(value, 0.1, 1000, "torque limit", "N m"); } = 60;

    /// <summary>The ride begins with a lean drawn evenly from so far to either side, rad.</summary>
    [Description("The ride begins with a lean drawn from so far to either side [0 to 0.5; rad]")]
    public double StartLean { get; init => field = BodyCheck.Between(value, 0, 0.5, "start lean", "rad"); }

    /// <summary>What a fall costs, once, beside what the lean costs on the way down, which is hundreds already.</summary>
    [Description("What a fall costs, once, beside the lean on the way down [0 to 1000000; cost]")]
    public double FallCost { get; init => field = BodyCheck.Between(value, 0, 1e6, "fall cost", "cost"); }
}
