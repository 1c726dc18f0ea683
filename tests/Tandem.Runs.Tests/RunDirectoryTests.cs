using System.Diagnostics;
using System.Text.Json;
using Tandem.Runs.Checkpoints;
using Tandem.Runs.Metrics;
using Tandem.Runs.Safetensors;

namespace Tandem.Runs.Tests;

public sealed class RunDirectoryTests : IDisposable
{
    private static readonly RunStart start = new()
    {
        Task = "reinforce",
        Environment = "BicycleGrid-v0",
        Version = "0.1.0",
        Seed = ulong.MaxValue,
        CommandLine = "tandem train reinforce --env BicycleGrid-v0",
        OptionsJson = "{ \"seed\": 7 }\n",
    };

    private readonly TemporaryFolder folder = new();
    private readonly ManualClock clock = new();

    private string Path => folder.File("run");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_is_read_as_it_was_created()
    {
        using (RunDirectory.Create(Path, start, clock))
        {
        }

        using var run = RunDirectory.Open(Path);

        Assert.Equal(
            new RunRecord
            {
                Format = 1,
                Task = "reinforce",
                Environment = "BicycleGrid-v0",
                Version = "0.1.0",
                Seed = ulong.MaxValue,
                CommandLine = "tandem train reinforce --env BicycleGrid-v0",
                Status = RunStatus.Running,
                Created = clock.Now,
                Updated = clock.Now,
            },
            run.Record);
        Assert.Equal("{ \"seed\": 7 }\n", run.ReadOptionsJson());
        Assert.Empty(run.Checkpoints.Steps);
    }

    [Fact]
    public void The_names_of_files_and_fields_are_a_contract()
    {
        using var run = RunDirectory.Create(Path, start, clock);
        using var metrics = run.StartMetrics();
        Save(run, 5, metrics.Flush());

        Assert.Equal(
            [".lock", "checkpoints", "checkpoints/5", "checkpoints/5/manifest.txt", "checkpoints/5/model.safetensors",
                "checkpoints/5/state.json", "metrics.jsonl", "options.json", "run.json"],
            Entries());
        Assert.Equal(
            ["format", "task", "environment", "version", "seed", "commandLine", "status", "failure", "created", "updated"],
            Fields(folder.File("run", "run.json")));
        Assert.Equal(["step", "metricsLength", "learner"], Fields(folder.File("run", "checkpoints", "5", "state.json")));
    }

    [Theory]
    [InlineData(RunStatus.Running, "running")]
    [InlineData(RunStatus.Interrupted, "interrupted")]
    [InlineData(RunStatus.Failed, "failed")]
    [InlineData(RunStatus.Completed, "completed")]
    public void The_status_is_written_with_its_time(RunStatus status, string name)
    {
        using var run = RunDirectory.Create(Path, start, clock);
        var created = clock.Now;
        clock.Now += TimeSpan.FromHours(1);

        run.SetStatus(status, status == RunStatus.Failed ? "a sentence" : null);

        using var read = RunDirectory.Open(Path);
        Assert.Equal((status, created, clock.Now), (read.Record.Status, read.Record.Created, read.Record.Updated));
        Assert.Equal(status == RunStatus.Failed ? "a sentence" : null, read.Record.Failure);
        Assert.Contains($"\"status\": \"{name}\"", File.ReadAllText(folder.File("run", "run.json")));
    }

    [Fact]
    public void Runs_without_a_name_are_numbered()
    {
        var parent = folder.File("runs");
        using var first = RunDirectory.CreateNext(parent, start, clock);
        using var second = RunDirectory.CreateNext(parent, start, clock);
        Directory.CreateDirectory(folder.File("runs", "reinforce-BicycleGrid-v0-10"));
        File.WriteAllText(folder.File("runs", "reinforce-BicycleGrid-v0-mine"), "");
        using var third = RunDirectory.CreateNext(parent, start, clock);
        using var other = RunDirectory.CreateNext(parent, start with { Task = "a/b", Environment = null }, clock);

        Assert.Equal(folder.File("runs", "reinforce-BicycleGrid-v0-1"), first.Path);
        Assert.Equal(folder.File("runs", "reinforce-BicycleGrid-v0-2"), second.Path);
        Assert.Equal(folder.File("runs", "reinforce-BicycleGrid-v0-11"), third.Path);
        Assert.Equal(folder.File("runs", "a-b-1"), other.Path);
    }

    [Fact]
    public void Runs_that_start_at_once_get_numbers_of_their_own()
    {
        var paths = new string[32];
        Parallel.For(0, paths.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            using var run = RunDirectory.CreateNext(folder.File("runs"), start, clock);
            paths[i] = run.Path;
        });

        Assert.Equal(paths.Length, paths.Distinct().Count());
        Assert.All(paths, path => RunDirectory.Open(path).Dispose());
    }

    [Fact]
    public void An_existing_run_is_never_overwritten()
    {
        RunDirectory.Create(Path, start, clock).Dispose();
        var before = File.ReadAllBytes(folder.File("run", "run.json"));

        AssertRefused(
            $"the run '{Path}' exists already and is never overwritten: give another folder, or go on with it by 'tandem resume {Path}'",
            () => RunDirectory.Create(Path, start with { Seed = 2 }, clock));
        Assert.Equal(before, File.ReadAllBytes(folder.File("run", "run.json")));
    }

    [Fact]
    public void A_folder_with_anything_in_it_is_refused_and_an_empty_one_taken()
    {
        Directory.CreateDirectory(Path);
        RunDirectory.Create(Path, start, clock).Dispose();
        Directory.CreateDirectory(folder.File("full", "of"));

        AssertRefused(
            $"the folder '{folder.File("full")}' is not empty: give another one for the run",
            () => RunDirectory.Create(folder.File("full"), start, clock));
    }

    [Fact]
    public void A_file_is_refused()
    {
        File.WriteAllText(Path, "mine");

        AssertRefused($"'{Path}' is a file: give a folder for the run", () => RunDirectory.Create(Path, start, clock));
        AssertRefused($"'{Path}' is a file: give the folder of a run", () => RunDirectory.Open(Path));
        Assert.StartsWith(
            $"the run directory '{folder.File("run", "below")}' cannot be created",
            Assert.Throws<RunDirectoryException>(() => RunDirectory.Create(folder.File("run", "below"), start, clock)).Message);
        Assert.Equal("mine", File.ReadAllText(Path));
    }

    [Fact]
    public void What_holds_no_run_is_not_opened()
    {
        AssertRefused($"there is no run '{Path}': give the folder of a run", () => RunDirectory.Open(Path));
        AssertRefused($"there is no run '{Path}': give the folder of a run", () => RunDirectory.Resume(Path, clock));
        Directory.CreateDirectory(Path);
        AssertRefused($"the folder '{Path}' holds no run, it has no run.json: give the folder of a run", () => RunDirectory.Resume(Path, clock));
        Assert.Empty(Directory.GetFileSystemEntries(Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{ \"format\": 1 }")]
    [InlineData("{ \"format\": \"1\" }")]
    public void A_damaged_record_is_refused(string json)
    {
        RunDirectory.Create(Path, start, clock).Dispose();
        File.WriteAllText(folder.File("run", "run.json"), json);

        var error = Assert.Throws<InvalidDataException>(() => RunDirectory.Open(Path));

        Assert.StartsWith($"'{folder.File("run", "run.json")}' is damaged: it ", error.Message);
    }

    [Fact]
    public void A_run_of_a_newer_version_is_refused_whatever_else_it_holds()
    {
        RunDirectory.Create(Path, start, clock).Dispose();
        File.WriteAllText(folder.File("run", "run.json"), "{ \"layout\": {}, \"format\": 2 }");

        var error = Assert.Throws<InvalidDataException>(() => RunDirectory.Resume(Path, clock));

        Assert.Equal(
            $"'{folder.File("run", "run.json")}' was written by a newer version, in format 2 where this one reads up to 1: update Tandem",
            error.Message);
    }

    [Fact]
    public void A_second_training_in_one_run_is_refused_and_readers_are_not()
    {
        using (var training = RunDirectory.Create(Path, start, clock))
        {
            AssertRefused(
                $"the run '{Path}' is being trained by another process: wait for it to end, or start a run in another folder",
                () => RunDirectory.Resume(Path, clock));
            RunDirectory.Open(Path).Dispose();
        }

        RunDirectory.Resume(Path, clock).Dispose();
        RunDirectory.Resume(Path, clock).Dispose();
    }

    [Fact]
    public void The_lock_of_another_process_goes_when_it_is_killed()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "the command flock is not on this machine");
        RunDirectory.Create(Path, start, clock).Dispose();
        using var other = Process.Start(new ProcessStartInfo("/usr/bin/flock", [folder.File("run", ".lock"), "-c", "echo held; read wait"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        })!;
        Assert.Equal("held", other.StandardOutput.ReadLine());

        Assert.Throws<RunDirectoryException>(() => RunDirectory.Resume(Path, clock));
        other.Kill(entireProcessTree: true);
        other.WaitForExit();
        Assert.True(SpinWait.SpinUntil(CanResume, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Who_opened_to_read_cannot_write()
    {
        RunDirectory.Create(Path, start, clock).Dispose();
        using var run = RunDirectory.Open(Path);

        Assert.Throws<InvalidOperationException>(() => run.SetStatus(RunStatus.Completed));
        Assert.Throws<InvalidOperationException>(run.StartMetrics);
        Assert.Throws<InvalidOperationException>(() => Save(run, 1, 0));
    }

    [Fact]
    public void A_resumed_run_goes_on_from_its_checkpoint()
    {
        using (var run = RunDirectory.Create(Path, start, clock))
        using (var metrics = run.StartMetrics())
        {
            metrics.Write(1, ("x", 1));
            Save(run, 1, metrics.Flush());
            metrics.Write(2, ("x", 2));
            Save(run, 2, metrics.Flush());
            metrics.Write(3, ("x", 3));
        }

        File.Delete(folder.File("run", "checkpoints", "2", "model.safetensors"));
        using (var run = RunDirectory.Resume(Path, clock))
        {
            var (checkpoint, skipped) = run.Checkpoints.LatestGood();
            Assert.Single(skipped);
            using var metrics = run.RewindTo(checkpoint);
            metrics.Write(2, ("x", 20));
        }

        using var after = RunDirectory.Open(Path);
        Assert.Equal([1], after.Checkpoints.Steps);
        Assert.Equal([(1, 1), (2, 20)], MetricsFile.Curve(after.MetricsPath, "x"));
    }

    [Fact]
    public void Without_a_good_checkpoint_a_run_goes_back_to_its_beginning()
    {
        using var run = RunDirectory.Create(Path, start, clock);
        using (var metrics = run.StartMetrics())
        {
            metrics.Write(1, ("x", 1));
            Save(run, 0, 0);
        }

        run.RewindTo(null).Dispose();

        Assert.Empty(run.Checkpoints.Steps);
        Assert.Equal(0, new FileInfo(run.MetricsPath).Length);
    }

    [Fact]
    public void What_a_killed_process_left_is_cleared_by_the_next_training_only()
    {
        RunDirectory.Create(Path, start, clock).Dispose();
        var record = folder.File("run", ".run.json.0123.writing");
        var checkpoint = folder.File("run", "checkpoints", ".writing-3");
        File.WriteAllText(record, "half");
        Directory.CreateDirectory(checkpoint);

        RunDirectory.Open(Path).Dispose();
        Assert.True(File.Exists(record) && Directory.Exists(checkpoint));

        RunDirectory.Resume(Path, clock).Dispose();
        Assert.Equal([".lock", "checkpoints", "options.json", "run.json"], Entries());
    }

    [Fact]
    public void Options_that_are_gone_are_named()
    {
        using var run = RunDirectory.Create(Path, start, clock);
        File.Delete(folder.File("run", "options.json"));

        var error = Assert.Throws<RunDirectoryException>(run.ReadOptionsJson);

        Assert.StartsWith($"the options of the run '{Path}' cannot be read: ", error.Message);
    }

    private static void Save(RunDirectory run, long step, long metricsLength) => run.Checkpoints.Write(
        new CheckpointDraft(step, new SafetensorsWriter().Add("w", [1], new[] { 1f })) { MetricsLength = metricsLength });

    private bool CanResume()
    {
        try
        {
            RunDirectory.Resume(Path, clock).Dispose();
            return true;
        }
        catch (RunDirectoryException)
        {
            return false;
        }
    }

    private static void AssertRefused(string sentence, Func<RunDirectory> act) =>
        Assert.Equal(sentence, Assert.Throws<RunDirectoryException>(() => act().Dispose()).Message);

    private static IEnumerable<string> Fields(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. json.RootElement.EnumerateObject().Select(field => field.Name)];
    }

    private IEnumerable<string> Entries() => Directory
        .EnumerateFileSystemEntries(Path, "*", SearchOption.AllDirectories)
        .Select(entry => System.IO.Path.GetRelativePath(Path, entry).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);
}
