using System.ComponentModel;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace Tandem.Learning.Native;

/// <summary>The native library behind <see cref="torch"/>: how it comes into the process, and how it fares there.</summary>
public static class LibTorch
{
    private static int prepared;

    /// <summary>
    /// Whether this processor multiplies bfloat16 natively (AVX512_BF16 or AMX). False on processors other than x86.
    /// Asks the processor alone and loads nothing.
    /// </summary>
    public static bool MultipliesBFloat16 { get; } = HasAvx512BFloat16() || HasAmxBFloat16();

    /// <summary>
    /// Sees to it that libtorch loads when it is first needed; loads nothing yet. A C# program that references
    /// Tandem.Learning calls it by itself before its first line. May be called again at no cost.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void Prepare()
    {
        if (Interlocked.Exchange(ref prepared, 1) == 0)
            LibTorchLoader.Install();
    }

    /// <summary>Loads libtorch if it is not loaded yet, and reports what came of it. Does not throw when it fails.</summary>
    public static LibTorchStatus Probe()
    {
        Prepare();
        try
        {
            return LibTorchLoader.Describe();
        }
        catch (Exception failure) when (failure is TypeInitializationException or DllNotFoundException
            or NotSupportedException or EntryPointNotFoundException or BadImageFormatException)
        {
            return new LibTorchStatus { Failure = failure.GetBaseException().Message };
        }
    }

    // Intel's manual, CPUID leaf 7: subleaf 1 EAX bit 5 is AVX512_BF16, subleaf 0 EDX bit 22 is AMX-BF16.
    private static bool HasAvx512BFloat16() => Avx512F.IsSupported && (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;

    private static bool HasAmxBFloat16() => Avx512F.IsSupported && (X86Base.CpuId(7, 0).Edx & (1 << 22)) != 0;
}
