namespace Tandem.Text;

/// <summary>A binary heap of numbers, the smallest first, whose memory is kept.</summary>
internal sealed class CandidateQueue
{
    private ulong[] heap = new ulong[64];
    private int count;

    public void Clear() => count = 0;

    public void Enqueue(ulong candidate)
    {
        if (count == heap.Length)
            Array.Resize(ref heap, 2 * count);
        var at = count++;
        for (int parent; at > 0 && heap[parent = (at - 1) / 2] > candidate; at = parent)
            heap[at] = heap[parent];
        heap[at] = candidate;
    }

    public bool TryDequeue(out ulong candidate)
    {
        if (count == 0)
        {
            candidate = 0;
            return false;
        }

        candidate = heap[0];
        SinkFromTop(heap[--count]);
        return true;
    }

    private void SinkFromTop(ulong candidate)
    {
        var (at, child) = (0, 1);
        while (child < count)
        {
            if (child + 1 < count && heap[child + 1] < heap[child])
                child++;
            if (heap[child] >= candidate)
                break;
            heap[at] = heap[child];
            (at, child) = (child, (2 * child) + 1);
        }

        heap[at] = candidate;
    }
}
