using Apache.Arrow;
using Apache.Arrow.Types;

namespace Tandem.Learning.Trajectories;

/// <summary>The columns of an episode's file in Minari's Arrow layout: N + 1 rows each, the last filled up in all but observations.</summary>
internal static class MinariColumns
{
    public const string Observations = "observations";
    public const string Actions = "actions";
    public const string Rewards = "rewards";
    public const string Terminations = "terminations";
    public const string Truncations = "truncations";

    public static Schema SchemaOf(RecordedWorld world) => new(
        [
            new Field(Observations, TypeOf(world.Observations), nullable: true),
            new Field(Actions, TypeOf(world.Actions), nullable: true),
            new Field(Rewards, DoubleType.Default, nullable: true),
            new Field(Terminations, BooleanType.Default, nullable: true),
            new Field(Truncations, BooleanType.Default, nullable: true),
        ],
        metadata: null);

    /// <summary>A choice is a number; everything else a list of fixed size, whatever its shape.</summary>
    private static IArrowType TypeOf(Space space) => space switch
    {
        Discrete => Int64Type.Default,
        MultiDiscrete => new FixedSizeListType(new Field("item", Int64Type.Default, nullable: true), space.Width),
        _ => new FixedSizeListType(new Field("item", FloatType.Default, nullable: true), space.Width),
    };
}
