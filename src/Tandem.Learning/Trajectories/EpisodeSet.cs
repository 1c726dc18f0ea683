using System.Security.Cryptography;
using System.Text;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// Recorded episodes, to be read in any order. What is known of each is in memory, 80 bytes an episode; the steps stay
/// in the files, which the operating system maps in as they are touched.
/// </summary>
public sealed class EpisodeSet : IDisposable
{
    private readonly string folder;
    private readonly ShardFile[] shards;
    private readonly int[] firstEpisodes;
    private readonly EpisodeInfo[] infos;
    private bool disposed;

    private EpisodeSet(string folder, RecordedWorld world, ShardFile[] shards, IReadOnlyList<string> leftOut)
    {
        (this.folder, this.shards, World, LeftOut) = (folder, shards, world, leftOut);
        Shards = [.. shards.Select(shard => shard.Listed)];
        infos = [.. shards.SelectMany(shard => shard.Infos)];
        firstEpisodes = new int[shards.Length];
        for (var shard = 1; shard < shards.Length; shard++)
        {
            firstEpisodes[shard] = firstEpisodes[shard - 1] + shards[shard - 1].Infos.Length;
        }

        Steps = Shards.Sum(shard => shard.Steps);
    }

    /// <summary>The world that the episodes come from.</summary>
    public RecordedWorld World { get; }

    /// <summary>The shards, in order: who rode, from which seed, how much.</summary>
    public IReadOnlyList<EpisodeShard> Shards { get; }

    /// <summary>Why each file that is missing or damaged was left out, in a sentence; empty unless that was asked for.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>How many episodes.</summary>
    public int Count => infos.Length;

    /// <summary>How many steps they have together.</summary>
    public long Steps { get; }

    /// <summary>What is known of each episode, [Count].</summary>
    public ReadOnlySpan<EpisodeInfo> Infos => infos;

    /// <summary>
    /// One episode. Its spans lie in the mapped files: they are valid until the set is disposed, and must not be touched after.
    /// </summary>
    /// <param name="episode">0 to Count − 1.</param>
    /// <exception cref="InvalidDataException">Its shard is damaged: the bytes are not those that were written.</exception>
    public EpisodeView this[int episode]
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if ((uint)episode >= (uint)infos.Length)
            {
                throw new ArgumentException($"there is no episode {episode} in '{folder}': give 0 to {infos.Length - 1}");
            }

            var place = Array.BinarySearch(firstEpisodes, episode);
            var shard = place >= 0 ? place : ~place - 1;
            return shards[shard].Episode(episode - firstEpisodes[shard]);
        }
    }

    /// <summary>Opens the episodes of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="damaged">What to do where a file is damaged. To leave it out every byte is read at once; else each file is compared when first looked into.</param>
    /// <exception cref="IOException">There is no such folder, or it holds no episodes.</exception>
    /// <exception cref="InvalidDataException">The index or a shard is damaged or cut short, or a newer version wrote them.</exception>
    public static EpisodeSet Open(string folder, DamagedShards damaged = DamagedShards.Refuse)
    {
        var index = EpisodeIndex.Read(folder);
        var world = WorldOf(folder, index);
        if (index.Episodes == 0)
        {
            throw new InvalidDataException($"the set '{folder}' holds no episodes yet: append some with 'tandem record --append'");
        }

        if (index.Episodes > Array.MaxLength)
        {
            throw new InvalidDataException($"the set '{folder}' holds {index.Episodes} episodes, more than can be read at once: give at most {Array.MaxLength}");
        }

        var leftOut = new List<string>();
        var shards = OpenShards(folder, index.Shards, world, damaged == DamagedShards.LeaveOut ? leftOut : null);
        return shards.Length > 0 ? new EpisodeSet(folder, world, shards, leftOut)
            : throw new InvalidDataException($"no file of the set '{folder}' is whole, so nothing is left of it: {leftOut[0]}");
    }

    /// <summary>Sums the episodes up.</summary>
    public EpisodeStatistics Statistics() => EpisodeStatistics.Of(infos);

    /// <summary>How many episodes have at least a given return.</summary>
    public int CountReaching(double atLeast) => infos.Count(info => info.Return >= atLeast);

    /// <summary>The SHA-256 over all shards, in lower-case hexadecimal digits: a training that is resumed can tell whether its data changed.</summary>
    public string Fingerprint() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', Shards.Select(shard => shard.Sha256)))));

    /// <summary>Reads every byte and compares it with what was written. Without it, each shard is compared when first looked into.</summary>
    /// <exception cref="InvalidDataException">A shard is damaged; the message names it.</exception>
    public void Verify()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        foreach (var shard in shards)
        {
            shard.Verify();
        }
    }

    /// <summary>Refuses to go on where the episodes are of another world.</summary>
    /// <exception cref="ArgumentException">They are; both worlds are named.</exception>
    public void RequireWorld(RecordedWorld needed) => RequireWorld(folder, World, needed);

    /// <summary>Unmaps the files.</summary>
    public void Dispose()
    {
        disposed = true;
        foreach (var shard in shards)
        {
            shard.Dispose();
        }
    }

    internal static void RequireWorld(string folder, RecordedWorld recorded, RecordedWorld needed)
    {
        if (recorded != needed)
        {
            throw new ArgumentException($"the episodes in '{folder}' are of {recorded}, not of {needed}: give episodes of this world, or another folder");
        }
    }

    internal static RecordedWorld WorldOf(string folder, EpisodeIndex index)
    {
        try
        {
            return index.World();
        }
        catch (FormatException fault)
        {
            throw new InvalidDataException($"'{Path.Combine(folder, EpisodeIndex.FileName)}' is damaged: {fault.Message}", fault);
        }
    }

    /// <param name="folder">The folder.</param>
    /// <param name="listed">The shards that belong to the set.</param>
    /// <param name="world">The world that they should be of.</param>
    /// <param name="leftOut">Is told why a shard cannot be used; null: that is an error.</param>
    private static ShardFile[] OpenShards(string folder, IReadOnlyList<EpisodeShard> listed, RecordedWorld world, List<string>? leftOut)
    {
        var opened = new List<ShardFile>(listed.Count);
        try
        {
            foreach (var shard in listed)
            {
                if (leftOut is null)
                {
                    opened.Add(ShardFile.Open(folder, shard, world));
                }
                else if (OpenWhole(folder, shard, world, leftOut) is { } whole)
                {
                    opened.Add(whole);
                }
            }

            return [.. opened];
        }
        catch
        {
            opened.ForEach(shard => shard.Dispose());
            throw;
        }
    }

    private static ShardFile? OpenWhole(string folder, EpisodeShard listed, RecordedWorld world, List<string> leftOut)
    {
        ShardFile? shard = null;
        try
        {
            shard = ShardFile.Open(folder, listed, world);
            shard.Verify();
            return shard;
        }
        catch (InvalidDataException fault)
        {
            shard?.Dispose();
            leftOut.Add(fault.Message);
            return null;
        }
    }
}
