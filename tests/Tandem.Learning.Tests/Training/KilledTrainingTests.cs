using System.Diagnostics;
using Tandem.Learning.Training;
using Tandem.Runs;

namespace Tandem.Learning.Tests.Training;

[Collection(nameof(OneTraining))]
public sealed class KilledTrainingTests
{
    private const string FolderVariable = "TANDEM_TEST_TRAINING_TO_KILL";

    /// <summary>Nobody who is to be killed comes to the end.</summary>
    private const int StandStill = 27;

    private static readonly TrainerOptions Options = new()
    {
        Updates = 30,
        LearningRate = new LearningRateOptions { Peak = 0.05, Warmup = 10, Schedule = LearningRateSchedule.InverseSquareRoot },
        ValidateEvery = 4,
        CheckpointEvery = 1, // so that most of the time goes into writing, and the kill comes in the middle of it
    };

    [Fact]
    public void A_process_killed_while_training_loses_nothing()
    {
        using var folder = new TemporaryFolder();
        var (killed, unbroken) = (folder["killed"], folder["unbroken"]);
        TrainAndKill(killed, atUpdate: 1);
        TrainAndKill(killed, atUpdate: 14);

        Train(killed, new Watcher());
        Train(unbroken, new Watcher());

        Assert.Equal(Outcome(unbroken), Outcome(killed));
    }

    /// <summary>What the killed process runs; <see cref="TrainAndKill"/> starts it.</summary>
    [Fact(Explicit = true)]
    public void Train_until_killed() => Train(
        Environment.GetEnvironmentVariable(FolderVariable) ?? throw new InvalidOperationException($"name the run's folder in {FolderVariable}"),
        new Watcher { OnUpdate = StandStillNearTheEnd });

    /// <summary>Trains in another process and kills it (SIGKILL on Unix) as soon as it has a checkpoint of an update.</summary>
    private static void TrainAndKill(string path, long atUpdate)
    {
        using var process = Process.Start(ThisProgram(path))!;
        try
        {
            for (var patience = Stopwatch.StartNew(); LastCheckpoint(path) < atUpdate; Thread.Sleep(1))
            {
                Assert.False(process.HasExited, "the training ended before it could be killed");
                Assert.InRange(patience.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
            }
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }

        Assert.NotEqual(0, process.ExitCode);
    }

    private static ProcessStartInfo ThisProgram(string path)
    {
        var program = Environment.ProcessPath!;
        string[] assembly = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(KilledTrainingTests).Assembly.Location] : [];
        return new ProcessStartInfo(program, [.. assembly, "-explicit", "only", "-method", $"*.{nameof(Train_until_killed)}"])
        {
            Environment = { [FolderVariable] = path },
            RedirectStandardOutput = true,
        };
    }

    private static long LastCheckpoint(string path)
    {
        var checkpoints = Path.Combine(path, "checkpoints");
        return Directory.Exists(checkpoints)
            ? Directory.GetDirectories(checkpoints).Max(folder => long.TryParse(Path.GetFileName(folder), out var update) ? update : 0L as long?) ?? 0
            : 0;
    }

    private static void StandStillNearTheEnd(TrainingUpdate update)
    {
        if (update.Update == StandStill)
            Thread.Sleep(Timeout.Infinite);
    }

    private static void Train(string path, Watcher watcher)
    {
        using var task = new TinyTask { ValidationLosses = [2] };
        using var run = Directory.Exists(path) ? TinyRun.ResumeIn(path, task, Options) : TinyRun.StartIn(path, task, Options);
        run.Train(watcher);
    }

    private static string Outcome(string path)
    {
        using var run = RunDirectory.Open(path);
        return RunOutcome.Of(run);
    }
}
