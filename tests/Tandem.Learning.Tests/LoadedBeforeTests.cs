using System.Runtime.CompilerServices;
using Tandem.Learning.Native;

namespace Tandem.Learning.Tests;

/// <summary>
/// Test classes run side by side, and the first torch call must not come from two threads at once: while one of them is
/// still loading libtorch, the other would find the system's.
/// </summary>
internal static class LoadedBeforeTests
{
    [ModuleInitializer]
    internal static void Load() => LibTorch.Probe();
}
