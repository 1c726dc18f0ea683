namespace Tandem.Learning.Trajectories;

/// <summary>A shard as the index knows it: a file of many episodes.</summary>
public sealed record EpisodeShard
{
    /// <summary>Its name in the folder.</summary>
    public required string File { get; init; }

    /// <summary>Who rode.</summary>
    public required string Rider { get; init; }

    /// <summary>The seed of the recording.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How many episodes it holds.</summary>
    public required int Episodes { get; init; }

    /// <summary>How many steps they have together.</summary>
    public required long Steps { get; init; }

    /// <summary>The length of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>The SHA-256 of the file, in lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>How much of the file comes before the steps: what it holds and where, and what is known of each episode.</summary>
    public required int HeadBytes { get; init; }

    /// <summary>The SHA-256 of the head: opening a set reads, and so verifies, nothing else.</summary>
    public required string HeadSha256 { get; init; }

    internal bool IsConsistent =>
        Episodes > 0 && Steps > 0 && HeadBytes > 0 && HeadBytes <= Bytes && Bytes <= int.MaxValue && File == Path.GetFileName(File);
}
