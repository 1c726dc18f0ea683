using System.Buffers.Binary;
using System.Text;

namespace Tandem.Runs.Tests.Safetensors;

/// <summary>Files written by hand, so that the reader is not tested by the writer alone.</summary>
internal static class SafetensorsBytes
{
    /// <summary>A file whose header is padded to a multiple of 8 bytes.</summary>
    public static byte[] Of(string header, params byte[] data)
    {
        var length = Encoding.UTF8.GetByteCount(header);
        return WithLength((ulong)(length + 7) / 8 * 8, header + new string(' ', -length & 7), data);
    }

    public static byte[] WithLength(ulong length, string header, params byte[] data)
    {
        var prefix = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, length);
        return [.. prefix, .. Encoding.UTF8.GetBytes(header), .. data];
    }
}
