using System.Diagnostics;
using Tandem.Runs.Checkpoints;
using Tandem.Runs.Safetensors;

namespace Tandem.Runs.Tests;

/// <summary>A disk of 256 KiB, which only a privileged process on Linux can make.</summary>
public sealed class FullDiskTests : IDisposable
{
    private static readonly RunStart start = new()
    {
        Task = "reinforce",
        Version = "0.1.0",
        Seed = 1,
        CommandLine = "tandem",
        OptionsJson = "{}",
    };

    private readonly TemporaryFolder folder = new();
    private readonly ManualClock clock = new();
    private readonly bool isMounted;

    public FullDiskTests() =>
        isMounted = OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder.Path);

    public void Dispose()
    {
        if (isMounted)
            Run("umount", folder.Path);
        folder.Dispose();
    }

    [Fact]
    public void A_checkpoint_that_does_not_fit_leaves_the_earlier_one_intact()
    {
        RequireDisk();
        using var run = RunDirectory.Create(folder.File("run"), start, clock);
        run.Checkpoints.Write(Draft(1, elements: 10));

        var error = Assert.Throws<RunDirectoryException>(() => run.Checkpoints.Write(Draft(2, elements: 100_000)));

        var checkpoints = folder.File("run", "checkpoints");
        Assert.Equal(
            $"checkpoint 2 cannot be written to '{checkpoints}', the disk is full: free some space and try again; what was there before is intact",
            error.Message);
        Assert.Equal([folder.File("run", "checkpoints", "1")], Directory.GetFileSystemEntries(checkpoints));
        Assert.Equal(1, run.Checkpoints.LatestGood().Found!.Step);
        run.SetStatus(RunStatus.Failed, error.Message);
    }

    [Fact]
    public void Metrics_and_status_that_do_not_fit_are_refused_in_a_sentence()
    {
        RequireDisk();
        using var run = RunDirectory.Create(folder.File("run"), start, clock);
        var metrics = run.StartMetrics();
        metrics.Write(1, ("x", 1));
        Fill();

        Assert.Equal(
            $"the metrics '{run.MetricsPath}' cannot be written, the disk is full: free some space and try again; what was there before is intact",
            Assert.Throws<RunDirectoryException>(() => metrics.Flush()).Message);
        Assert.Equal(
            $"the status of the run '{run.Path}' cannot be written, the disk is full: free some space and try again; what was there before is intact",
            Assert.Throws<RunDirectoryException>(() => run.SetStatus(RunStatus.Completed)).Message);
        Assert.Equal(RunStatus.Running, RunDirectory.Open(run.Path).Record.Status);
        metrics.Dispose(); // said already: a second time would hide the first
    }

    [Fact]
    public void A_run_that_does_not_fit_leaves_nothing()
    {
        RequireDisk();
        Fill();
        var path = folder.File("run");

        var error = Assert.Throws<RunDirectoryException>(() => RunDirectory.Create(path, start, clock));

        Assert.StartsWith($"the run directory '{path}' cannot be created, the disk is full: ", error.Message);
        Assert.False(Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any());
    }

    [Fact]
    public void A_run_on_a_read_only_disk_is_refused()
    {
        RequireDisk();
        RunDirectory.Create(folder.File("run"), start, clock).Dispose();
        Assert.True(Run("mount", "-o", "remount,ro", folder.Path));

        var created = Assert.Throws<RunDirectoryException>(() => RunDirectory.Create(folder.File("other"), start, clock));
        var resumed = Assert.Throws<RunDirectoryException>(() => RunDirectory.Resume(folder.File("run"), clock));

        Assert.StartsWith($"the run directory '{folder.File("other")}' cannot be created", created.Message);
        Assert.StartsWith($"the run '{folder.File("run")}' cannot be locked", resumed.Message);
        Assert.Equal(RunStatus.Running, RunDirectory.Open(folder.File("run")).Record.Status);
    }

    private static CheckpointDraft Draft(long step, int elements) =>
        new(step, new SafetensorsWriter().Add("w", [elements], new float[elements]));

    private void RequireDisk() => Assert.SkipUnless(isMounted, "a small disk can be mounted only by root on Linux");

    /// <summary>Takes the last byte of the disk.</summary>
    private void Fill()
    {
        using var file = File.Create(folder.File("filler"), bufferSize: 0);
        for (var isFull = false; !isFull;)
            isFull = !TryWrite(file);
    }

    private static bool TryWrite(FileStream file)
    {
        try
        {
            file.Write(new byte[512]);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
