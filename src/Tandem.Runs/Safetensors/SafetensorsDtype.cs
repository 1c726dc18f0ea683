namespace Tandem.Runs.Safetensors;

/// <summary>The element types of a safetensors file, named as the format names them.</summary>
public enum SafetensorsDtype
{
    /// <summary>IEEE 754 binary64 (<see cref="double"/>).</summary>
    F64,

    /// <summary>IEEE 754 binary32 (<see cref="float"/>).</summary>
    F32,

    /// <summary>IEEE 754 binary16 (<see cref="Half"/>).</summary>
    F16,

    /// <summary>The upper half of a binary32: 8 exponent bits, 7 fraction bits.</summary>
    BF16,

    /// <summary>Signed, 64 bits.</summary>
    I64,

    /// <summary>Signed, 32 bits.</summary>
    I32,

    /// <summary>Signed, 16 bits.</summary>
    I16,

    /// <summary>Signed, 8 bits.</summary>
    I8,

    /// <summary>Unsigned, 64 bits.</summary>
    U64,

    /// <summary>Unsigned, 32 bits.</summary>
    U32,

    /// <summary>Unsigned, 16 bits.</summary>
    U16,

    /// <summary>Unsigned, 8 bits.</summary>
    U8,

    /// <summary>One byte: 0 is false, 1 is true.</summary>
    Bool,
}
