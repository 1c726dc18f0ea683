using System.Globalization;

namespace Tandem.Learning.Trajectories;

/// <summary>The names of shards: <c>shard-000000.arrow</c> and on.</summary>
internal static class ShardName
{
    public const string Pattern = "shard-*.arrow";

    public static string Of(int number) => string.Create(CultureInfo.InvariantCulture, $"shard-{number:D6}.arrow");
}
