namespace Tandem.Runs.Safetensors;

/// <summary>Names, sizes and .NET counterparts of the element types.</summary>
internal static class SafetensorsDtypes
{
    public const string Names = "F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL";

    extension(SafetensorsDtype dtype)
    {
        /// <summary>Bytes an element takes.</summary>
        public int Size => dtype switch
        {
            SafetensorsDtype.F64 or SafetensorsDtype.I64 or SafetensorsDtype.U64 => 8,
            SafetensorsDtype.F32 or SafetensorsDtype.I32 or SafetensorsDtype.U32 => 4,
            SafetensorsDtype.F16 or SafetensorsDtype.BF16 or SafetensorsDtype.I16 or SafetensorsDtype.U16 => 2,
            SafetensorsDtype.I8 or SafetensorsDtype.U8 or SafetensorsDtype.Bool => 1,
            _ => throw new ArgumentException($"dtype {(int)dtype} is not known: give one of {Names}"),
        };

        /// <summary>The name written in a header.</summary>
        public string HeaderName => dtype == SafetensorsDtype.Bool ? "BOOL" : dtype.ToString();
    }

    /// <summary>The type with this header name, or null where the format has none.</summary>
    public static SafetensorsDtype? Parse(string headerName) => headerName switch
    {
        "F64" => SafetensorsDtype.F64,
        "F32" => SafetensorsDtype.F32,
        "F16" => SafetensorsDtype.F16,
        "BF16" => SafetensorsDtype.BF16,
        "I64" => SafetensorsDtype.I64,
        "I32" => SafetensorsDtype.I32,
        "I16" => SafetensorsDtype.I16,
        "I8" => SafetensorsDtype.I8,
        "U64" => SafetensorsDtype.U64,
        "U32" => SafetensorsDtype.U32,
        "U16" => SafetensorsDtype.U16,
        "U8" => SafetensorsDtype.U8,
        "BOOL" => SafetensorsDtype.Bool,
        _ => null,
    };

    /// <summary>The element type that stores a .NET type bit for bit.</summary>
    public static SafetensorsDtype Of<T>() where T : unmanaged => default(T) switch
    {
        double => SafetensorsDtype.F64,
        float => SafetensorsDtype.F32,
        Half => SafetensorsDtype.F16,
        long => SafetensorsDtype.I64,
        int => SafetensorsDtype.I32,
        short => SafetensorsDtype.I16,
        sbyte => SafetensorsDtype.I8,
        ulong => SafetensorsDtype.U64,
        uint => SafetensorsDtype.U32,
        ushort => SafetensorsDtype.U16,
        byte => SafetensorsDtype.U8,
        bool => SafetensorsDtype.Bool,
        _ => throw new ArgumentException(
            $"a safetensors file cannot hold {typeof(T).Name}: give a number of 8 to 64 bits, or bool"),
    };
}
