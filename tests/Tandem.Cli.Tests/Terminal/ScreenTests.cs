using System.Runtime.InteropServices;
using Tandem.Cli.Terminal;

namespace Tandem.Cli.Tests.Terminal;

public sealed class ScreenTests
{
    [Fact]
    public void What_libtorch_says_when_memory_runs_out_is_put_in_one_sentence()
    {
        const string Native = "[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: you tried to allocate 51539607552 bytes. Error code 12 (Cannot allocate memory)\nframe #0: …";

        Assert.Equal(
            "tandem: there is not enough memory, 51.5 GB were asked for at once: give a smaller model or smaller batches\n",
            Reported(new ExternalException(Native)));
    }

    [Fact]
    public void Memory_that_runs_out_without_a_number_is_told_without_one() => Assert.Equal(
        "tandem: there is not enough memory: give a smaller model or smaller batches\n", Reported(new OutOfMemoryException()));

    private static string Reported(Exception error)
    {
        using var messages = new StringWriter { NewLine = "\n" };
        Assert.Equal(1, new Screen(TextWriter.Null, messages, [], isTerminal: false).Report(error, 1));
        return messages.ToString();
    }
}
