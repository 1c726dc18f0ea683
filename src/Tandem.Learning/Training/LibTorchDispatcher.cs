using System.Runtime.InteropServices;
using Tandem.Learning.Native;
using static TorchSharp.torch;

namespace Tandem.Learning.Training;

/// <summary>
/// Calls libtorch's operators that TorchSharp does not wrap, through libtorch's stable C interface
/// (torch/csrc/stable/c/shim.h, since 2.10). Each value on the stack is 64 bits; the callee owns the handles it is given.
/// </summary>
internal sealed class LibTorchDispatcher
{
    private const ulong BuiltAgainst = (2UL << 56) | (10UL << 48);

    private readonly CallDispatcher callDispatcher;
    private readonly NewTensorHandle newTensorHandle;
    private readonly NewList newList;
    private readonly PushBack pushBack;

    private LibTorchDispatcher(nint library)
    {
        callDispatcher = Function<CallDispatcher>("torch_call_dispatcher");
        newTensorHandle = Function<NewTensorHandle>("aoti_torch_new_tensor_handle");
        newList = Function<NewList>("torch_new_list_reserve_size");
        pushBack = Function<PushBack>("torch_list_push_back");

        T Function<T>(string name) where T : Delegate =>
            Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
    }

    private delegate int CallDispatcher([MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string overload, ulong[] stack, ulong version);

    private delegate int NewTensorHandle(nint tensor, out nint handle);

    private delegate int NewList(nuint capacity, out nint list);

    private delegate int PushBack(nint list, ulong value);

    /// <summary>The dispatcher of the loaded libtorch; null where it lacks the interface.</summary>
    public static LibTorchDispatcher? Instance { get; } = Create();

    /// <summary>Calls an operator whose results are its changed arguments.</summary>
    /// <param name="name">Such as <c>aten::_fused_adamw_</c>.</param>
    /// <param name="arguments">One for each of the schema's arguments, made by this type's functions.</param>
    public void Call(string name, params ulong[] arguments) =>
        Check(callDispatcher(name, "", arguments, BuiltAgainst), name);

    /// <summary>An argument of type Tensor[].</summary>
    public ulong Tensors(IReadOnlyList<Tensor> tensors)
    {
        Check(newList((nuint)tensors.Count, out var list), "a list of tensors");
        foreach (var tensor in tensors)
        {
            Check(newTensorHandle(tensor.Handle, out var handle), "a tensor");
            Check(pushBack(list, (ulong)handle), "a list of tensors");
        }
        return (ulong)list;
    }

    /// <summary>An argument of type float.</summary>
    public static ulong Number(double value) => BitConverter.DoubleToUInt64Bits(value);

    /// <summary>An argument of type bool.</summary>
    public static ulong Flag(bool value) => value ? 1UL : 0;

    /// <summary>An argument that may be left out, and is.</summary>
    public static ulong None => 0;

    private static LibTorchDispatcher? Create()
    {
        try
        {
            return new LibTorchDispatcher(LibTorchLoader.LibTorchHandle);
        }
        catch (Exception failure) when (failure is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    private static void Check(int error, string what)
    {
        if (error != 0)
            throw new InvalidOperationException($"libtorch refused {what}: its own message is on standard error");
    }
}
