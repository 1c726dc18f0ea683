using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using System.Runtime.Versioning;
using TorchSharp;

namespace Tandem.Learning.Native;

/// <summary>Loads libtorch from one folder, in an order that no other libtorch of the machine can disturb.</summary>
internal static class LibTorchLoader
{
    /// <summary>
    /// The one version that TorchSharp's library asks for and Debian 12, Ubuntu 22.04 and RHEL 9 lack (GCC 13). The only
    /// symbol behind it, std::ios_base_library_init, is a marker that nothing calls, so the need can be made weak.
    /// </summary>
    private const string MarkerVersion = "GLIBCXX_3.4.32";

    private const string TorchSharpLibrary = "LibTorchSharp";

    private static readonly Lazy<Loaded> LoadedOnce = new(() => Load(LibTorchFolders.OfThisProcess()));

    public sealed record Loaded(nint Handle, nint LibTorch, string Folder, string? PatchedCopy);

    private delegate ulong AbiVersion();

    /// <summary>libtorch_cpu, whose exported C functions reach what TorchSharp does not wrap.</summary>
    public static nint LibTorchHandle => LoadedOnce.Value.LibTorch;

    /// <summary>
    /// Loads libtorch the moment TorchSharp is loaded: TorchSharp asks for torch_cpu by its bare name, and where no link
    /// beside the program answers, that must find this one instead of the system's. Answers too where .NET's own search
    /// for TorchSharp's library ends.
    /// </summary>
    public static void Install()
    {
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += Resolve;
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => LoadFor(loaded.LoadedAssembly);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            LoadFor(assembly);
    }

    /// <summary>Loads libtorch and reports on it.</summary>
    public static LibTorchStatus Describe()
    {
        var threads = torch.get_num_threads();
        var loaded = LoadedOnce.Value;
        return new LibTorchStatus
        {
            Version = VersionOf(loaded.LibTorch),
            TorchSharpVersion = LibTorchFolders.TorchSharpVersion,
            Folder = loaded.Folder,
            PatchedCopy = loaded.PatchedCopy,
            Cuda = torch.cuda.is_available(),
            Threads = threads,
        };
    }

    private static void LoadFor(Assembly assembly)
    {
        if (assembly.GetName().Name != "TorchSharp")
            return;
        try
        {
            _ = LoadedOnce.Value;
        }
        catch (DllNotFoundException failure)
        {
            NativeLibrary.SetDllImportResolver(assembly, (library, _, _) =>
                library == TorchSharpLibrary ? throw new DllNotFoundException(failure.Message, failure) : 0);
        }
    }

    private static nint Resolve(Assembly requester, string library) =>
        library == TorchSharpLibrary ? HandleOrSilence() : 0;

    /// <summary>
    /// After a failure TorchSharp would search on, copy packages about and advise what does not help here. Any handle
    /// keeps it from that, and its first call then ends with the reason (see <see cref="LoadFor"/>).
    /// </summary>
    private static nint HandleOrSilence()
    {
        try
        {
            return LoadedOnce.Value.Handle;
        }
        catch (DllNotFoundException)
        {
            return NativeLibrary.GetMainProgramHandle();
        }
    }

    public static Loaded Load(LibTorchFolders folders)
    {
        var folder = Find(folders.LibTorch, "torch_cpu") ?? throw new DllNotFoundException(NotFound("libtorch", folders.LibTorch, NativePlatform.Runtime));
        var sharp = Find(folders.LibTorchSharp, TorchSharpLibrary)
            ?? throw new DllNotFoundException(NotFound("TorchSharp's native library", folders.LibTorchSharp, NativePlatform.Runtime));
        try
        {
            var libTorch = LoadLibTorch(folder);
            var (handle, copy) = LoadTorchSharp(Path.Combine(sharp, NativePlatform.FileName(TorchSharpLibrary)));
            return new Loaded(handle, libTorch, folder, copy);
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException or IOException
            or UnauthorizedAccessException or InvalidDataException)
        {
            throw new DllNotFoundException($"libtorch in {folder} does not load: {Reason(failure)}", failure);
        }
    }

    /// <summary>Each by its full path, before anything that needs it is searched for by name.</summary>
    private static nint LoadLibTorch(string folder)
    {
        foreach (var openMp in Directory.EnumerateFiles(folder, "libgomp-*.so.1"))
            NativeLibrary.Load(openMp);
        nint Required(string library) => NativeLibrary.Load(Path.Combine(folder, NativePlatform.FileName(library)));
        void Optional(string library) => NativeLibrary.TryLoad(Path.Combine(folder, NativePlatform.FileName(library)), out _);

        Required("c10");
        var libTorch = Required("torch_cpu");
        Optional("c10_cuda");
        Optional("torch_cuda");
        Required("torch");
        return libTorch;
    }

    private static (nint Handle, string? Copy) LoadTorchSharp(string path)
    {
        try
        {
            return (NativeLibrary.Load(path), null);
        }
        catch (DllNotFoundException failure)
            when (!OperatingSystem.IsWindows() && failure.Message.Contains(MarkerVersion, StringComparison.Ordinal))
        {
            return LoadPatched(path);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static (nint Handle, string Copy) LoadPatched(string path)
    {
        var content = File.ReadAllBytes(path);
        VersionNeed.Weaken(content, MarkerVersion);
        if (PatchedCopies.UserFolder() is { } folder)
        {
            try
            {
                return LoadCopy(folder, path, content);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DllNotFoundException)
            {
                // A home that is read-only, full, or mounted without the right to execute: the temporary folder is left.
            }
        }
        var temporary = Directory.CreateTempSubdirectory("tandem-");
        try
        {
            return LoadCopy(temporary.FullName, path, content);
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static (nint Handle, string Copy) LoadCopy(string folder, string path, ReadOnlySpan<byte> content)
    {
        var copy = PatchedCopies.Store(folder, Path.GetFileName(path), LibTorchFolders.TorchSharpVersion, content);
        return (NativeLibrary.Load(copy), copy);
    }

    /// <summary>The folder that really holds the library: a build lays only links beside the program.</summary>
    private static string? Find(IEnumerable<string> folders, string library) => folders
        .Select(folder => new FileInfo(Path.Combine(folder, NativePlatform.FileName(library))))
        .Where(file => file.Exists)
        .Select(file => (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).DirectoryName)
        .FirstOrDefault();

    /// <summary>Says what was looked for where, and what to do; or that there is none for this system.</summary>
    public static string NotFound(string what, IReadOnlyList<string> folders, string runtime) =>
        NativePlatform.IsSupported(runtime)
            ? $"{what} was not found in {string.Join(", ", folders)}: build the program again with access to its package source, "
              + $"run its published output, or set {LibTorchFolders.Variable} to a folder that holds libtorch {LibTorchFolders.LibTorchVersion}"
            : $"libtorch {LibTorchFolders.LibTorchVersion} has no build for {runtime}: use one of {NativePlatform.SupportedRuntimes}";

    /// <summary>The system loader's first line; .NET appends advice on environment variables that does not help here.</summary>
    private static string Reason(Exception failure) => failure.Message.Split('\n')[0].TrimEnd('\r', '.', ' ');

    /// <summary>libtorch packs its version into the high bytes: major, minor, patch.</summary>
    private static string? VersionOf(nint libTorch)
    {
        if (!NativeLibrary.TryGetExport(libTorch, "aoti_torch_abi_version", out var address))
            return null;
        var version = Marshal.GetDelegateForFunctionPointer<AbiVersion>(address)();
        return $"{version >> 56}.{(version >> 48) & 0xff}.{(version >> 40) & 0xff}";
    }
}
