using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// A whole file as memory that the operating system fills as it is touched and takes back as it needs, so that what is
/// read does not count against the process.
/// </summary>
internal sealed unsafe class MappedFile : MemoryManager<byte>
{
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* start;
    private readonly int length;
    private bool disposed;

    /// <summary>Maps a file of 1 to 2³¹ − 1 bytes. It may be deleted meanwhile, but not cut.</summary>
    public MappedFile(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        length = checked((int)stream.Length);
        // The view outlives the file's handle, so that many shards need no handles.
        using var file = MemoryMappedFile.CreateFromFile(stream, mapName: null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        start += view.PointerOffset;
    }

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return new Span<byte>(start, length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        return new MemoryHandle(start + elementIndex);
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !disposed)
        {
            disposed = true;
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
        }
    }
}
