using Tandem.Cli.Terminal;

namespace Tandem.Cli.Tests.Terminal;

public sealed class InputLinesTests
{
    private const int Megabyte = 1 << 20;

    [Fact]
    public void Long_lines_wait_in_little_memory_and_all_of_them_come()
    {
        using var stream = new LongLines(100);
        var input = new InputLines(stream);

        var first = input.Next(1, CancellationToken.None);
        var isGreedy = SpinWait.SpinUntil(() => stream.Given > 20L * Megabyte, TimeSpan.FromSeconds(1));
        List<InputLine> lines = [.. first];
        while (input.Next(512, CancellationToken.None) is { Count: > 0 } more)
        {
            Assert.InRange(more.Count, 1, 20);
            lines.AddRange(more);
        }

        Assert.False(isGreedy);
        Assert.Equal(Enumerable.Range(1, 100).Select(number => (long)number), lines.Select(line => line.Number));
        Assert.All(lines, line => Assert.Equal(Megabyte - 1, line.Text.Length));
    }

    /// <summary>Lines of a megabyte, as fast as they are asked for.</summary>
    private sealed class LongLines(int lines) : MemoryStream
    {
        public long Given { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, ((long)lines * Megabyte) - Given);
            for (var i = 0; i < count; i++)
                buffer[i] = (Given + i + 1) % Megabyte == 0 ? (byte)'\n' : (byte)'x';
            Given += count;
            return count;
        }
    }
}
