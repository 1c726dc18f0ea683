using Apache.Arrow;
using Apache.Arrow.Types;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// The columns of a shard: one row an episode, lists of steps within. An episode is thus whole wherever it is read, and
/// the short columns alone tell of all episodes. Their names are a contract with every reader of Arrow files.
/// </summary>
internal static class ShardColumns
{
    public const string Length = "length";
    public const string Return = "return";
    public const string Terminated = "terminated";
    public const string Truncated = "truncated";
    public const string Seed = "seed";
    public const string World = "world";
    public const string Observations = "observations";
    public const string Actions = "actions";
    public const string Rewards = "rewards";

    private const string Item = "item";

    public static Schema SchemaOf(RecordedWorld world) => new(
        [
            Column(Length, Int32Type.Default),
            Column(Return, DoubleType.Default),
            Column(Terminated, BooleanType.Default),
            Column(Truncated, BooleanType.Default),
            Column(Seed, UInt64Type.Default),
            Column(World, Int32Type.Default),
            Column(Observations, ListOf(RowOf(world.Observations, FloatType.Default))),
            Column(Actions, ListOf(RowOf(world.Actions, world.Actions is Box ? FloatType.Default : Int32Type.Default))),
            Column(Rewards, ListOf(DoubleType.Default)),
        ],
        metadata: null);

    private static Field Column(string name, IArrowType type) => new(name, type, nullable: false);

    private static ListType ListOf(IArrowType item) => new(new Field(Item, item, nullable: false));

    private static FixedSizeListType RowOf(Space space, IArrowType number) => new(new Field(Item, number, nullable: false), space.Width);
}
