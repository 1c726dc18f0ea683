using System.Reflection;

namespace Tandem.Learning.Native;

/// <summary>The folders in which libtorch and TorchSharp's native library may lie, most trusted first.</summary>
internal sealed record LibTorchFolders
{
    /// <summary>Where the packages' files were when the program was built; written by Tandem.Learning.targets.</summary>
    private const string LibTorchOption = "Tandem.LibTorch";
    private const string LibTorchSharpOption = "Tandem.LibTorchSharp";

    /// <summary>The environment variable that names a libtorch folder of the user's own.</summary>
    public const string Variable = "TANDEM_LIBTORCH";

    /// <summary>Folders searched for libtorch.</summary>
    public required IReadOnlyList<string> LibTorch { get; init; }

    /// <summary>Folders searched for TorchSharp's native library.</summary>
    public required IReadOnlyList<string> LibTorchSharp { get; init; }

    /// <summary>The version of libtorch that this TorchSharp needs.</summary>
    public static string LibTorchVersion { get; } = typeof(LibTorchFolders).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "LibTorchVersion").Value!;

    /// <summary>The version of TorchSharp, as its package writes it.</summary>
    public static string TorchSharpVersion { get; } = typeof(LibTorchFolders).Assembly
        .GetReferencedAssemblies().Single(reference => reference.Name == "TorchSharp").Version!.ToString(3);

    /// <summary>
    /// The user's own folder, then the program's folders (published programs), then the packages the program was built
    /// with, then NuGet's usual place for them (generated programs, such as BenchmarkDotNet's).
    /// </summary>
    public static LibTorchFolders OfThisProcess()
    {
        var own = Environment.GetEnvironmentVariable(Variable);
        var program = Present([AppContext.BaseDirectory, .. SearchDirectories()]);
        var runtime = NativePlatform.Runtime;
        return new LibTorchFolders
        {
            LibTorch = Present([own, .. program, Option(LibTorchOption), InPackage($"libtorch-cpu-{runtime}", LibTorchVersion)]),
            LibTorchSharp = Present([own, .. program, Option(LibTorchSharpOption), InPackage("torchsharp", TorchSharpVersion)]),
        };
    }

    private static IReadOnlyList<string> Present(IEnumerable<string?> folders) =>
        [.. folders.Where(folder => !string.IsNullOrEmpty(folder)).Select(folder => Path.TrimEndingDirectorySeparator(folder!)).Distinct()];

    private static string? Option(string name) => AppContext.GetData(name) as string;

    private static string[] SearchDirectories() =>
        Option("NATIVE_DLL_SEARCH_DIRECTORIES")?.Split(Path.PathSeparator) ?? [];

    private static string InPackage(string package, string version)
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Path.Combine(packages, package, version, "runtimes", NativePlatform.Runtime, "native");
    }
}
