using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class RideLogTests : IDisposable
{
    private const string Head = "episode,step,obs_0,obs_1,action,reward,terminated,truncated\n";

    private const string Two = Head +
        "a,0,0.5,-1,0,1,0,0\n" +
        "a,1,0.25,-2,2,2.5,1,0\n" +
        "b,0,1e-3,3,1,-1,0,0\n" +
        "b,1,7,8,0,1,0,0\n" +
        "b,2,9,10,1,4,0,1\n";

    private readonly EpisodeFolder folder = new();
    private readonly DirectoryInfo logs = Directory.CreateTempSubdirectory("tandem-logs-");

    public void Dispose()
    {
        folder.Dispose();
        logs.Delete(recursive: true);
    }

    [Fact]
    public void A_log_becomes_episodes()
    {
        using var set = Import(Log("rides.csv", Two));

        Assert.Equal((Box.Unbounded(2), new Discrete(3)), (set.World.Observations, set.World.Actions));
        Assert.Equal(("Log-v0", (int?)null, "log rides.csv"), (set.World.Environment, set.World.StepLimit, set.Shards[0].Rider));

        // The first terminated, so that what was seen after it does not matter; the second was cut and gives its last step up.
        Episode.AssertEqual(new Episode(EpisodeInfo.Of([1, 2.5], true, false), [0.5f, -1, 0.25f, -2, 0.25f, -2], [0, 2], [], [1, 2.5]), Episode.Copy(set[0]));
        Episode.AssertEqual(new Episode(EpisodeInfo.Of([-1, 1], false, true), [1e-3f, 3, 7, 8, 9, 10], [1, 0], [], [-1, 1]), Episode.Copy(set[1]));
    }

    [Fact]
    public void What_was_seen_after_the_last_step_may_stand_in_a_row_of_its_own()
    {
        using var set = Import(Log("rides.csv", Head + "a,0,1,2,0,1,0,0\na,1,3,4,1,1,0,1\na,2,5,6,,,,\nb,0,7,8,0,1,0,0\nb,,9,9,,,,\n"));

        Episode.AssertEqual(new Episode(EpisodeInfo.Of([1, 1], false, true), [1, 2, 3, 4, 5, 6], [0, 1], [], [1, 1]), Episode.Copy(set[0]));
        Episode.AssertEqual(new Episode(EpisodeInfo.Of([1], false, true), [7, 8, 9, 9], [0], [], [1]), Episode.Copy(set[1]));
    }

    [Fact]
    public void What_was_seen_after_each_step_may_stand_beside_it()
    {
        using var set = Import(Log("rides.csv", "episode,obs,action,reward,terminated,next_obs\n1,0.5,0,1,false,0.75\n1,0.75,1,1,false,1.5\n2,0.5,0,1,true,9.5\n"));

        Assert.Equal([0.5f, 0.75f, 1.5f], set[0].Observations.ToArray());
        Assert.True(set.Infos[0].IsUnfinished);
        Assert.Equal([0.5f, 9.5f], set[1].Observations.ToArray());
    }

    [Fact]
    public void Json_lines_with_arrays_say_the_same_as_columns()
    {
        var lines = """
            {"episode": 1, "step": 1, "obs": [0.5, -1], "action": 0, "reward": 1, "terminated": false, "truncated": false}
            {"episode": 1, "step": 2, "obs": [0.25, -2], "action": 2, "reward": 2.5, "terminated": true, "truncated": false, "note": "arrived"}

            {"truncated": true, "episode": 2, "step": 0, "obs": [0, 0], "action": 1, "reward": 1, "terminated": true}
            """;
        using var set = Import(Log("rides.jsonl", lines));

        Episode.AssertEqual(new Episode(EpisodeInfo.Of([1, 2.5], true, false), [0.5f, -1, 0.25f, -2, 0.25f, -2], [0, 2], [], [1, 2.5]), Episode.Copy(set[0]));
        Assert.Equal((true, true), (set.Infos[1].Terminated, set.Infos[1].Truncated));
    }

    [Fact]
    public void Columns_of_other_names_are_named_and_semicolons_and_quotes_are_understood()
    {
        var log = Log("rides.csv", "run;\"speed; in m/s\";throttle;brake;gain;done\r\n\"x \"\"1\"\"\";3.5;0.5;-1;2;True\r\n");
        var options = new LogOptions { Episode = "run", Observations = ["speed; in m/s"], Actions = ["throttle", "brake"], Reward = "gain", Terminated = "done", Environment = "Car-v1", StepLimit = 9 };

        using var set = Import(log, options);

        Assert.Equal(new Box([0.5f, -1], [0.5f, -1]), set.World.Actions);
        Assert.Equal(("Car-v1", 9), (set.World.Environment, set.World.StepLimit));
        Assert.Equal([3.5f, 3.5f], set[0].Observations.ToArray());
        Assert.Equal([0.5f, -1], set[0].Values.ToArray());
    }

    [Theory]
    [InlineData("0,0\n1,3\n", "Discrete(4)")]
    [InlineData("0,0.5\n1,3\n", "Box(1)")]
    [InlineData("0,-1\n1,3\n", "Box(1)")]
    public void Whole_numbers_from_0_on_are_choices(string actions, string space)
    {
        var rows = actions.TrimEnd('\n').Split('\n').Select(row => $"e{row.Split(',')[0]},0.5,{row.Split(',')[1]},1,1");

        Assert.Equal(space, RideLog.Open([Log("rides.csv", "episode,obs,action,reward,terminated\n" + string.Join('\n', rows))], new LogOptions()).World.Actions.ToString());
    }

    [Fact]
    public void Two_choices_are_a_multi_discrete_space_and_a_single_observed_one_is_a_state()
    {
        var world = RideLog.Open([Log("rides.csv", "episode,obs,action_pedal,action_steer,reward,terminated\n0,4,1,2,1,1\n1,8,0,0,1,1\n")], new LogOptions()).World;

        Assert.Equal((new Discrete(9), new MultiDiscrete(2, 3)), (world.Observations, world.Actions));
    }

    [Fact]
    public void Several_logs_may_use_the_same_names_and_none_is_imported_twice()
    {
        string[] files = [Log("one.csv", Two), Log("two.csv", Two)];
        var log = RideLog.Open(files, new LogOptions(), TestContext.Current.CancellationToken);
        using var writer = EpisodeWriter.Create(folder.Path, log.World);
        log.AddTo(writer, TestContext.Current.CancellationToken);

        Assert.Equal((4, 8L), (log.Episodes, log.Steps));
        Assert.StartsWith($"'{folder.Path}' holds rides of 'log one.csv' from seed 0 already", Assert.Throws<ArgumentException>(() => log.AddTo(writer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Logs_of_one_name_are_refused()
    {
        string[] files = [Log("rides.csv", Two), Path.Combine(logs.CreateSubdirectory("later").FullName, "rides.csv")];

        Refused([files[0], files[0]]);
        Refused(files);

        static void Refused(string[] files) => Assert.Equal(
            $"'{files[0]}' and '{files[1]}' have one name, by which a set remembers its logs: give each log once, under a name of its own",
            Assert.Throws<ArgumentException>(() => RideLog.Open(files, new LogOptions())).Message);
    }

    [Fact]
    public void Where_one_log_is_in_the_set_already_none_is_added()
    {
        using (Import(Log("old.csv", Two)))
        {
        }

        var log = RideLog.Open([Log("new.csv", Two), Log("old.csv", Two)], new LogOptions(), TestContext.Current.CancellationToken);
        using (var writer = EpisodeWriter.Append(folder.Path, log.World))
        {
            Assert.Contains("holds rides of 'log old.csv' from seed 0 already", Assert.Throws<ArgumentException>(() => log.AddTo(writer)).Message, StringComparison.Ordinal);
        }

        using var set = EpisodeSet.Open(folder.Path);
        Assert.Equal(2, set.Count);
    }

    [Fact]
    public void A_single_step_that_was_cut_cannot_be_kept_and_is_counted()
    {
        var log = RideLog.Open([Log("rides.csv", Two + "c,0,1,1,0,1,0,1\n")], new LogOptions(), TestContext.Current.CancellationToken);

        Assert.Equal((2, 1), (log.Episodes, log.GivenUp));
        Assert.Equal(
            $"'{Path.Combine(logs.FullName, "one.csv")}' holds no episode that can be kept: give at least one of two steps, or one that terminated",
            Assert.Throws<InvalidDataException>(() => RideLog.Open([Log("one.csv", Head + "c,0,1,1,0,1,0,1\n")], new LogOptions())).Message);
    }

    [Theory]
    [InlineData("", " is empty: give a row of column names, then a row for each step")]
    [InlineData("episode,obs,action,terminated\n", " has no column 'reward', only episode, obs, action, terminated: say which it is with --reward COLUMN")]
    [InlineData("episode,seen,action,reward,terminated\n", " has no column whose name begins with 'obs', only episode, seen, action, reward, terminated: say which they are with --observations COLUMN,…")]
    [InlineData("episode,obs,next_obs_0,next_obs_1,action,reward,terminated\n", " has 1 columns of observations and 2 of next observations: give as many")]
    [InlineData("episode,obs,obs,action,reward,terminated\n", " line 1: the name 'obs' stands for 2 columns: give each its own")]
    [InlineData(Head + "a,0,1,2,0,1,0\n", " line 2: it has 7 fields where the first line names 8 columns: give as many")]
    [InlineData(Head + "a,0,1,2,\"0,1,0,0\n", " line 2: the quote at character 9 is not closed before the field ends: close it, and double those within")]
    [InlineData(Head + "a,0,1,2,0,many,0,0\n", " line 2, column 'reward': 'many' is no number: give one, with a point before its decimals")]
    [InlineData(Head + "a,0,1,,0,1,0,0\n", " line 2, column 'obs_1': there is nothing: give a number")]
    [InlineData(Head + "a,0,NaN,2,0,1,0,0\n", " line 2, column 'obs_0': 'NaN' is not finite, and nothing can be learned from it: give a finite number, or leave the episode out")]
    [InlineData(Head + "a,0,1,-1e39,0,1,0,0\n", " line 2, column 'obs_1': '-1e39' is not finite in single precision, and nothing can be learned from it: give a finite number, or leave the episode out")]
    [InlineData(Head + "a,0,1,2,0,1,perhaps,0\n", " line 2, column 'terminated': 'perhaps' is neither true nor false: give true or false, or 1 or 0")]
    [InlineData(Head + "a,zero,1,2,0,1,0,0\n", " line 2, column 'step': 'zero' is no whole number: give the steps of an episode numbers, from 0 or 1 on")]
    [InlineData(Head + "a,3,1,2,0,1,0,0\n", " line 2, column 'step': episode 'a' begins with step 3: give its steps from 0 or 1 on")]
    [InlineData(Head + "a,0,1,2,0,1,0,0\na,2,1,2,0,1,0,0\n", " line 3, column 'step': step 2 follows step 0 in episode 'a': give what lies between, or end the episode there")]
    [InlineData(Head + "a,0,1,2,0,1,0,0\na,1,1,2,0,1,0,0\na,1,1,2,0,1,0,0\n", " line 4, column 'step': step 1 follows step 1 in episode 'a': give the rows of an episode in order of time")]
    [InlineData(Head + "a,0,1,2,0,1,0,0\nb,0,1,2,0,1,1,0\na,1,1,2,0,1,0,0\n", " line 4, column 'episode': episode 'a' goes on after another began: give the rows of an episode together")]
    [InlineData(Head + "a,0,1,2,0,1,1,0\na,1,1,2,0,1,0,0\n", " line 3, column 'episode': episode 'a' goes on after it terminated in line 2: give the steps after it a name of their own")]
    [InlineData(Head + "a,0,1,2,0,1,0,1\na,1,1,2,0,1,0,0\n", " line 3, column 'episode': episode 'a' goes on after it was truncated in line 2: give the steps after it a name of their own")]
    [InlineData(Head + "a,0,1,2,0,1,0,0\na,1,1,2,,,,\na,2,1,2,0,1,0,0\n", " line 4, column 'episode': episode 'a' goes on after its final observation: give the steps after it a name of their own")]
    public void What_is_wrong_with_a_log_is_said_with_its_place(string text, string fault)
    {
        var log = Log("rides.csv", text);

        Assert.Equal($"'{log}'{fault}", Assert.Throws<InvalidDataException>(() => RideLog.Open([log], new LogOptions())).Message);
    }

    [Theory]
    [InlineData("\n", " is empty: give one JSON object for each step, each on a line of its own")]
    [InlineData("[1]\n", " line 1: it is not one JSON object: give an object for each step, each on a line of its own")]
    [InlineData("{\"episode\": 1,\n", " line 1: it is not one JSON object: give an object for each step, each on a line of its own")]
    [InlineData("{\"episode\":1,\"obs\":[1,2],\"action\":0,\"reward\":1,\"terminated\":false}\n{\"episode\":1,\"obs\":[1],\"action\":0,\"reward\":1,\"terminated\":true}\n", " line 2, column 'obs_1': there is nothing: give a number")]
    [InlineData("{\"episode\":1,\"obs\":[1],\"action\":0,\"reward\":1,\"terminated\":false}\n{\"episode\":1,\"obs\":[1,2],\"action\":0,\"reward\":1,\"terminated\":true}\n", " line 2, column 'obs': its array has more numbers than in the first line: give as many in each")]
    [InlineData("{\"episode\":1,\"obs\":[1],\"action\":\"left\",\"reward\":1,\"terminated\":false}\n", " line 1, column 'action': 'left' is no number: give one, with a point before its decimals")]
    public void What_is_wrong_with_json_lines_is_said_with_its_place(string text, string fault)
    {
        var log = Log("rides.jsonl", text);

        Assert.Equal($"'{log}'{fault}", Assert.Throws<InvalidDataException>(() => RideLog.Open([log], new LogOptions())).Message);
    }

    [Fact]
    public void Numbers_outside_a_given_space_are_said_with_their_place()
    {
        var log = Log("rides.csv", Two);

        Refused(new LogOptions { ActionSpace = new Discrete(2) }, $"'{log}' line 3: the action (2) lies outside Discrete(2): give the space that it is of");
        Refused(new LogOptions { ObservationSpace = new Box([0, -5], [8, 8]) }, $"'{log}' line 6: the observation (9, 10) lies outside Box(2): give the space that it is of");
        Refused(new LogOptions { ObservationSpace = Box.Unbounded(3) }, "the observation space Box(3) has 3 numbers, and the log has 2 columns of observations: say which they are with --observations COLUMN,…");

        void Refused(LogOptions options, string message) => Assert.Equal(message, Assert.Throws<InvalidDataException>(() => RideLog.Open([log], options)).Message);
    }

    [Fact]
    public void Logs_of_different_widths_are_not_mixed()
    {
        string[] files = [Log("one.csv", Two), Log("two.csv", "episode,obs,action,reward,terminated\na,0,0,1,1\n")];

        Assert.Equal(
            $"'{files[1]}' has 1 columns of observations and 1 of actions, and '{files[0]}' 2 and 1: import them into sets of their own",
            Assert.Throws<InvalidDataException>(() => RideLog.Open(files, new LogOptions())).Message);
    }

    [Fact]
    public void A_file_that_is_not_there_or_no_log_is_refused()
    {
        Assert.Equal("there is no file 'nowhere.csv': give a log that ends in .csv or .jsonl", Assert.Throws<FileNotFoundException>(() => RideLog.Open(["nowhere.csv"], new LogOptions())).Message);
        Assert.Equal("'rides.xls' is no log: give a file that ends in .csv or .jsonl", Assert.Throws<ArgumentException>(() => RideLog.Open(["rides.xls"], new LogOptions())).Message);
    }

    private string Log(string name, string text)
    {
        var path = Path.Combine(logs.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private EpisodeSet Import(string file, LogOptions? options = null)
    {
        var log = RideLog.Open([file], options ?? new LogOptions(), TestContext.Current.CancellationToken);
        using (var writer = EpisodeWriter.Create(folder.Path, log.World))
        {
            log.AddTo(writer, TestContext.Current.CancellationToken);
        }

        return EpisodeSet.Open(folder.Path);
    }
}
