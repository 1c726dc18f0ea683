using System.Text.Json.Nodes;
using CsCheck;
using Tandem.Learning.Training;
using Tandem.Runs;
using Tandem.Runs.Metrics;

namespace Tandem.Learning.Tests.Training;

[Collection(nameof(OneTraining))]
public sealed class TrainingRunTests
{
    private static readonly TrainerOptions Quick = new()
    {
        Updates = 12,
        BatchesPerUpdate = 2,
        LearningRate = new LearningRateOptions { Schedule = LearningRateSchedule.Cosine, Peak = 0.05, Warmup = 3 },
        ValidateEvery = 3,
        CheckpointEvery = 5,
    };

    [Fact]
    public void A_run_that_died_at_any_moment_ends_with_the_bits_of_one_that_did_not()
    {
        var expected = Outcome(deaths: []);

        Gen.Int[1, 12].Array[1, 4].Sample(deaths => Assert.Equal(expected, Outcome(deaths)), iter: 12, threads: 1);
    }

    [Fact]
    public void A_run_that_was_interrupted_is_saved_where_it_stood()
    {
        using var folder = new TemporaryFolder();
        var path = folder["run"];
        using (var task = new TinyTask())
        using (var run = TinyRun.StartIn(path, task, Quick))
        {
            using var cancellation = new CancellationTokenSource();
            Assert.False(run.Train(new Watcher { OnUpdate = update => Cancel(update, cancellation) }, cancellation.Token));
            Assert.Equal(RunStatus.Interrupted, run.Directory.Record.Status);
        }

        using var again = new TinyTask(seed: 99);
        using var resumed = TinyRun.ResumeIn(path, again, Quick);

        Assert.Equal(7, resumed.Run.Trainer.Updates);
        Assert.True(resumed.Train());
        Assert.Equal(RunStatus.Completed, resumed.Directory.Record.Status);

        static void Cancel(TrainingUpdate update, CancellationTokenSource cancellation)
        {
            if (update.Update == 7)
                cancellation.Cancel();
        }
    }

    [Fact]
    public void A_validation_that_was_interrupted_is_made_on_resume()
    {
        using var folder = new TemporaryFolder();
        var path = folder["run"];
        using var cancellation = new CancellationTokenSource();
        using (var task = new TinyTask { ValidationLosses = [1], Validating = _ => cancellation.Cancel() })
        using (var run = TinyRun.StartIn(path, task, Quick))
            Assert.False(run.Train(cancellation: cancellation.Token));

        var watched = new Watcher();
        using var again = new TinyTask { ValidationLosses = [1] };
        using var resumed = TinyRun.ResumeIn(path, again, Quick);
        resumed.Train(watched);

        Assert.Equal([4, 5, 6, 7, 8, 9, 10, 11, 12], watched.Updates.Select(update => update.Update));
        Assert.Equal([3, 6, 9, 12], watched.Validations.Select(validation => validation.Update));
    }

    [Fact]
    public void A_validation_that_was_interrupted_is_saved_on_resume_and_not_made_again()
    {
        using var folder = new TemporaryFolder();
        var path = folder["run"];
        var last = Quick with { Updates = 3, ValidateEvery = 3 };
        using var cancellation = new CancellationTokenSource();
        using (var task = new TinyTask { ValidationLosses = [1], Validating = _ => cancellation.Cancel() })
        using (var run = TinyRun.StartIn(path, task, last))
            Assert.False(run.Train(cancellation: cancellation.Token));
        using (var task = new TinyTask { ValidationLosses = [1] })
        using (var run = TinyRun.ResumeIn(path, task, last))
            Assert.True(run.Train());

        var watched = new Watcher();
        using var again = new TinyTask { ValidationLosses = [1] };
        using var complete = TinyRun.ResumeIn(path, again, last);
        complete.Train(watched);

        Assert.Empty(watched.Validations);
        Assert.Equal(-1, complete.Directory.Checkpoints.BestGood().Found!.Score);
    }

    [Fact]
    public void A_loss_that_explodes_leaves_the_last_good_checkpoint()
    {
        using var task = new TinyTask { LossFactor = loss => loss < 14 ? 1 : double.NaN };
        using var run = new TinyRun(task, Quick);

        var error = Assert.Throws<NonFiniteLossException>(() => run.Train());

        Assert.Equal(8, error.Step);
        Assert.Equal((RunStatus.Failed, error.Message), (run.Directory.Record.Status, run.Directory.Record.Failure));
        Assert.Equal(5, run.Directory.Checkpoints.LatestGood().Found!.Step);
        Assert.Empty(run.Directory.Checkpoints.LatestGood().Skipped);
    }

    [Fact]
    public void The_last_two_checkpoints_and_the_best_are_kept()
    {
        using var task = new TinyTask { ValidationLosses = [4, 2, 3] };
        using var run = new TinyRun(task, Quick with { Updates = 40 });

        run.Train();

        Assert.Equal([6, 35, 40], run.Directory.Checkpoints.Steps);
        Assert.Equal((6, -2.0), (run.Directory.Checkpoints.BestGood().Found!.Step, run.Directory.Checkpoints.BestGood().Found!.Score));
    }

    [Fact]
    public void A_complete_run_has_nothing_left_to_do_and_more_updates_go_on()
    {
        using var folder = new TemporaryFolder();
        var path = folder["run"];
        using var task = new TinyTask();
        using (var run = TinyRun.StartIn(path, task, Quick))
            run.Train();

        var watched = new Watcher();
        using (var again = TinyRun.ResumeIn(path, task, Quick))
            Assert.True(again.Train(watched));
        Assert.Empty(watched.Updates);
        using (var more = TinyRun.ResumeIn(path, task, Quick with { Updates = 14 }))
            Assert.True(more.Train(watched));
        Assert.Equal([13, 14], watched.Updates.Select(update => update.Update));
    }

    [Fact]
    public void Metrics_hold_every_update_and_validation()
    {
        using var task = new TinyTask { ValidationLosses = [0.75, 0.5] };
        using var run = new TinyRun(task, Quick with { Updates = 6 });
        var watched = new Watcher();

        run.Train(watched);

        Assert.Equal([(3, 0.75), (6, 0.5)], MetricsFile.Curve(run.Directory.MetricsPath, "validation/loss"));
        Assert.Equal(watched.Updates.Select(update => (update.Update, update.Loss)), MetricsFile.Curve(run.Directory.MetricsPath, "loss"));
        Assert.Equal(
            watched.Updates.Select(update => (update.Update, update.LearningRate)),
            MetricsFile.Curve(run.Directory.MetricsPath, "learningRate"));
        Assert.Single(Directory.GetFiles(run.Directory.Path, "events.out.tfevents.*"));
    }

    [Fact]
    public void A_checkpoint_holds_the_model_with_its_metadata_and_what_training_needs()
    {
        using var task = new TinyTask();
        using var run = new TinyRun(task, Quick);

        run.Train();

        var checkpoint = run.Directory.Checkpoints.Read(12);
        Assert.Equal(["model.safetensors", "optimizer.safetensors", "state.json"], checkpoint.Files);
        Assert.Equal("tiny", checkpoint.ReadModel().Metadata["kind"]);
        Assert.Equal(["bestScore", "data", "updates", "validatedAt", "validationsSinceBest"], checkpoint.State.Select(entry => entry.Key).Order());
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_refused()
    {
        using var task = new TinyTask();
        using var run = new TinyRun(task, Quick);
        run.Directory.Checkpoints.Write(new(1, task.SaveModel()) { State = new JsonObject { ["episodes"] = 1 } });
        var checkpoint = run.Directory.Checkpoints.Read(1);
        using var trainer = Trainer.Create(task, Quick, TimeProvider.System);

        var error = Assert.Throws<InvalidDataException>(() => trainer.Restore(checkpoint));

        Assert.EndsWith("was not written by this kind of training: resume it by the task that wrote it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_architecture_and_changed_data_are_refused_before_anything_is_touched()
    {
        using var folder = new TemporaryFolder();
        var path = folder["run"];
        using (var task = new TinyTask())
        using (var run = TinyRun.StartIn(path, task, Quick))
            run.Train();
        var before = Outcome(path);
        using var wider = new TinyTask(width: 9);
        using var changed = new TinyTask { Batches = new TinyBatches(0) { Fingerprint = "other" } };

        var architecture = Assert.Throws<InvalidDataException>(() => TinyRun.ResumeIn(path, wider, Quick));
        var data = Assert.Throws<InvalidDataException>(() => TinyRun.ResumeIn(path, changed, Quick));

        Assert.StartsWith("inner.weight has the shape [8, 4] in the file and [9, 4] in the model", architecture.Message, StringComparison.Ordinal);
        Assert.Equal("the data have changed since the run was started: give those it was started with", data.Message);
        Assert.Equal(before, Outcome(path));
    }

    /// <summary>
    /// What a run leaves behind that dies after the given updates of each life, and is resumed: its last checkpoint's
    /// files, byte by byte, and its metrics but for the speed.
    /// </summary>
    private static string Outcome(int[] deaths)
    {
        using var folder = new TemporaryFolder();
        var path = folder["run"];
        var isStarted = false;
        foreach (var updates in deaths.Append(int.MaxValue))
        {
            using var task = new TinyTask { ValidationLosses = [3] };
            using var run = isStarted ? TinyRun.ResumeIn(path, task, Quick) : TinyRun.StartIn(path, task, Quick);
            isStarted = true;
            var left = updates;
            var death = Record.Exception(() => run.Train(new Watcher { OnUpdate = _ => Die(ref left) }));
            Assert.True(death is null or DeathException);
        }

        return Outcome(path);
    }

    private static string Outcome(string path)
    {
        using var ended = RunDirectory.Open(path);
        return RunOutcome.Of(ended);
    }

    private static void Die(ref int left)
    {
        if (--left == 0)
            throw new DeathException();
    }

    private sealed class DeathException : Exception;
}
