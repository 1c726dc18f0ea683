using System.Runtime.InteropServices;

namespace Tandem.Learning.Native;

/// <summary>What native libraries are called on this operating system, and which of its kinds this is.</summary>
internal static class NativePlatform
{
    private static readonly string[] Supported = ["linux-x64", "win-x64", "win-arm64", "osx-arm64"];

    /// <summary>The runtime identifier of this process, such as <c>linux-x64</c>.</summary>
    public static string Runtime { get; } = $"{System}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    public static bool IsSupported(string runtime) => Supported.Contains(runtime);

    public static string SupportedRuntimes => string.Join(", ", Supported);

    public static string FileName(string library) =>
        OperatingSystem.IsWindows() ? $"{library}.dll"
        : OperatingSystem.IsMacOS() ? $"lib{library}.dylib"
        : $"lib{library}.so";

    private static string System =>
        OperatingSystem.IsWindows() ? "win"
        : OperatingSystem.IsMacOS() ? "osx"
        : UsesMusl ? "linux-musl"
        : "linux";

    private static bool UsesMusl =>
        RuntimeInformation.RuntimeIdentifier is var identifier
        && (identifier.Contains("musl", StringComparison.Ordinal) || identifier.StartsWith("alpine", StringComparison.Ordinal));
}
