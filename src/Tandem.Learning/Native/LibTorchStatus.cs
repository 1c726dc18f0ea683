namespace Tandem.Learning.Native;

/// <summary>What <see cref="LibTorch.Probe"/> found.</summary>
public sealed record LibTorchStatus
{
    /// <summary>Why libtorch does not load and what to do about it, in one sentence; null when it loads.</summary>
    public string? Failure { get; init; }

    /// <summary>The version of the loaded libtorch as it reports itself, such as <c>2.10.0</c>.</summary>
    public string? Version { get; init; }

    /// <summary>The version of TorchSharp, the managed side.</summary>
    public string? TorchSharpVersion { get; init; }

    /// <summary>The folder libtorch was loaded from.</summary>
    public string? Folder { get; init; }

    /// <summary>
    /// The patched copy of TorchSharp's native library that was loaded because the system's libstdc++ is older than
    /// GCC 13's; null where the original loads. Already deleted if it had to lie in the temporary folder.
    /// </summary>
    public string? PatchedCopy { get; init; }

    /// <summary>Whether a CUDA device can be used.</summary>
    public bool Cuda { get; init; }

    /// <summary>How many threads libtorch uses within one operation.</summary>
    public int Threads { get; init; }
}
