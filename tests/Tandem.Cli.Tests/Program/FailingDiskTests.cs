namespace Tandem.Cli.Tests.Program;

/// <summary>Trainings on a disk of their own that is full or read-only: a memory disk in a mount namespace, which needs no administrator.</summary>
public sealed class FailingDiskTests : IDisposable
{
    private const string Unshare = "/usr/bin/unshare";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_disk_without_room_for_a_run_is_refused_and_left_as_it_was()
    {
        var run = await OnDisk("size=4k", "$TANDEM train reinforce --out disk/run; code=$?; ls -A disk/run; exit $code");

        run.AssertRefused("the run directory 'disk/run' cannot be created, the disk is full: free some space and try again; what was there before is intact");
    }

    [Fact]
    public async Task A_disk_that_fills_up_costs_nothing_that_was_saved()
    {
        const string Training = "$TANDEM train reinforce --episodes 2500 --checkpoint-every 100 --quiet --out";

        var run = await OnDisk(
            "size=160k",
            $"{Training} disk/run; echo trained $?",
            "$TANDEM evaluate disk/run --episodes 2 --json > /dev/null; echo evaluated $?",
            "mount -o remount,size=16m disk",
            "$TANDEM resume disk/run --quiet --json > /dev/null; echo resumed $?",
            $"{Training} disk/whole --json > /dev/null; echo repeated $?",
            "cmp disk/run/metrics.jsonl disk/whole/metrics.jsonl && cmp disk/run/checkpoints/2500/model.safetensors disk/whole/checkpoints/2500/model.safetensors");

        Assert.Equal((0, "trained 1\nevaluated 0\nresumed 0\nrepeated 0\n"), (run.Code, run.Output));
        Assert.Matches(
            @"^tandem: .*, the disk is full: free some space and try again; what was there before is intact \(the run keeps its checkpoint of episode \d+; 'tandem resume disk/run' goes on from there\)\n$",
            run.Error);
    }

    [Fact]
    public async Task A_read_only_disk_is_refused()
    {
        var run = await OnDisk("size=1m,ro", "$TANDEM train reinforce --out disk/run");

        run.AssertRefused("the run directory 'disk/run' cannot be created");
        Assert.Contains("read-only", run.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_run_on_a_read_only_disk_can_be_ridden_but_not_resumed()
    {
        await CommandRun.Train(folder["run"], episodes: 5);

        var run = await OnDisk(
            "size=1m",
            "cp -r run disk/run && mount -o remount,ro disk",
            "$TANDEM evaluate disk/run --episodes 2 --json > /dev/null; echo evaluated $?",
            "$TANDEM resume disk/run");

        Assert.Equal((2, "evaluated 0\n"), (run.Code, run.Output));
        Assert.StartsWith("tandem: the run 'disk/run' cannot be locked", run.Error, StringComparison.Ordinal);
    }

    private async Task<CommandRun> OnDisk(string options, params string[] commands)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Unshare), "no mount namespaces here");
        Directory.CreateDirectory(folder["disk"]);
        string[] inNamespace = ["--map-root-user", "--mount", "/bin/sh", "-c"];
        var mounted = await ProgramRun.Of(Unshare, folder.Path, [.. inNamespace, $"mount -t tmpfs -o {options} tmpfs disk"]);
        Assert.SkipUnless(mounted.Code == 0, $"no memory disk can be mounted here: {mounted.Error}");

        var script = string.Join('\n', [$"mount -t tmpfs -o {options} tmpfs disk || exit 99", .. commands]);
        return await ProgramRun.Of(
            Unshare, folder.Path, new Dictionary<string, string> { ["TANDEM"] = ProgramRun.Tandem }, [.. inNamespace, script]);
    }
}
