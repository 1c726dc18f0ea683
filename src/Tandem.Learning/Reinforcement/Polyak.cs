using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tandem.Learning.Reinforcement;

/// <summary>
/// How a target network walks slowly after the one that is trained: θ⁻ ← θ⁻ + τ·(θ − θ⁻) (Lillicrap et al., "Continuous
/// control with deep reinforcement learning", 2016, algorithm 1).
/// </summary>
internal static class Polyak
{
    /// <summary>Moves parameters towards others.</summary>
    /// <param name="target">θ⁻, changed in place; its length a multiple of the vector width.</param>
    /// <param name="online">θ, as long.</param>
    /// <param name="rate">τ: 0 stays, 1 copies.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Follow(Span<float> target, ReadOnlySpan<float> online, double rate)
    {
        if (rate == 1)
        {
            online.CopyTo(target);
            return;
        }

        var tau = Vector512.Create((float)rate);
        ref var slow = ref MemoryMarshal.GetReference(target);
        ref var fast = ref MemoryMarshal.GetReference(online);
        for (nuint i = 0; i < (nuint)target.Length; i += (nuint)Vector512<float>.Count)
        {
            var at = Vector512.LoadUnsafe(ref slow, i);
            Vector512.FusedMultiplyAdd(tau, Vector512.LoadUnsafe(ref fast, i) - at, at).StoreUnsafe(ref slow, i);
        }
    }
}
