namespace Tandem.Environments.Bicycle;

/// <summary>Draws maps: from corner to corner over smooth cells, bumps, mud and walls, and always with a way.</summary>
internal static class RandomGridMap
{
    public const double BumpShare = 0.2;
    public const double MudShare = 0.15;
    public const double WallShare = 0.15;

    public const int MaximumSize = 256;

    /// <summary>The map of a seed: the first of its drawings that can be ridden.</summary>
    public static GridMap Draw(int size, int seed)
    {
        if (size > MaximumSize)
            throw new ArgumentException($"a random map of {size} x {size} cells is too large: give a size of {MaximumSize} at most");

        for (var attempt = 0; ; attempt++)
        {
            var random = RandomStream.Create((ulong)seed, StreamPurpose.Generation, attempt);
            var cells = new GridGround[size * size];
            for (var cell = 1; cell < cells.Length - 1; cell++)
                cells[cell] = Ground(random.NextDouble());

            var track = new GridTrack(new GridMap(size, cells, 0, cells.Length - 1));
            if (GridWay.IsRideable(track))
                return track.Map;
        }
    }

    private static GridGround Ground(double drawn) => drawn switch
    {
        < BumpShare => GridGround.Bump,
        < BumpShare + MudShare => GridGround.Mud,
        < BumpShare + MudShare + WallShare => GridGround.Wall,
        _ => GridGround.Smooth,
    };
}
