using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Tests.Commands;

public sealed class ImportCommandTests : IDisposable
{
    private readonly TemporaryFolder parent = new();

    private string Folder => parent["rides"];

    public void Dispose() => parent.Dispose();

    [Fact]
    public async Task A_log_becomes_a_folder_of_episodes()
    {
        var log = Log("episode,obs_0,obs_1,action,reward,terminated\na,0,1,0,1,0\na,2,3,1,1,1\n");

        var run = await CommandRun.Of("import", log, "--out", Folder, "--name", "Car-v2", "--json");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(["out", "episodes", "steps", "meanReturn", "terminated", "unfinished", "givenUp", "env", "observationSpace", "actionSpace", "set"], run.JsonNames);
        Assert.Equal(("Car-v2", "Box(2)", "Discrete(2)"), ((string)run.Json["env"]!, (string)run.Json["observationSpace"]!, (string)run.Json["actionSpace"]!));
        Assert.Contains("1 episodes, 2 steps", (await CommandRun.Of("import", log, "--out", Folder + "2")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_of_a_known_world_joins_its_recorded_rides()
    {
        await CommandRun.Of("record", "--env", "FourRooms-v0", "--episodes", "5", "--out", Folder, "--quiet");
        var log = Log("run,cell,move,gain,done\n1,79,2,-1,1\n");
        string[] columns = ["--episode", "run", "--observations", "cell", "--actions", "move", "--reward", "gain", "--terminated", "done"];

        var run = await CommandRun.Of(["import", log, "--env", "FourRooms-v0", "--out", Folder, "--append", "--json", .. columns]);
        var outside = await CommandRun.Of(["import", Log("run,cell,move,gain,done\n1,81,2,-1,1\n"), "--env", "FourRooms-v0", "--out", Folder + "2", .. columns]);

        Assert.Equal((0, 6), (run.Code, (int)run.Json["set"]!["episodes"]!));
        outside.AssertRefused("line 2: the observation (81) lies outside Discrete(81)");
    }

    [Fact]
    public async Task What_is_wrong_begins_nothing()
    {
        var log = Log("episode,obs,action,reward,terminated\na,0,0,x,1\n");

        (await CommandRun.Of("import", log, "--out", Folder)).AssertRefused($"'{log}' line 2, column 'reward': 'x' is no number: give one, with a point before its decimals");
        (await CommandRun.Of("import", log)).AssertRefused("there is no folder to import into: give one with --out DIR");
        (await CommandRun.Of("import", log, "--out", Folder, "--env", "FourRooms-v0", "--name", "X-v0")).AssertRefused("FourRooms-v0 brings its own name and spaces: leave --name out");
        (await CommandRun.Of("import", log, "--out", Folder, "--set", "size=5")).AssertRefused("without --env there is no world whose options these could be: leave --set out");
        (await CommandRun.Of("import", log, "--out", Folder, "--action-space", "Circle(3)")).AssertRefused("'Circle(3)' is no space: give Discrete(5), MultiDiscrete(2,3), Box(4), or Box(4,-1,1) with the lower and the upper bound");
        (await CommandRun.Of("import", "--out", Folder)).AssertRefused("'tandem import' wants LOG");
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public async Task A_log_of_very_many_actions_can_be_looked_at()
    {
        var log = Log("episode,obs,action_x,action_y,reward,terminated\na,0,69999,1,1,0\na,1,0,69999,1,1\nb,0,0,0,1,0\nb,1,0,69999,1,1\n");
        await CommandRun.Of("import", log, "--out", Folder, "--action-space", "MultiDiscrete(70000,70000)");

        var run = await CommandRun.Of("episodes", Folder, "--json");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal((2, null), ((int)run.Json["count"]!, (double?)run.Json["ceiling"]));
    }

    [Fact]
    public async Task What_is_exported_for_Python_comes_back()
    {
        await CommandRun.Of("record", "--env", "CartPole-v1", "--episodes", "4", "--out", Folder, "--quiet");

        var export = await CommandRun.Of("export", Folder, "--to", "minari", "--out", parent["root"], "--json");
        var import = await CommandRun.Of("import", (string)export.Json["out"]!, "--out", Folder + "2", "--json");

        Assert.Equal(("tandem/cartpole/rides-v0", 4), ((string)export.Json["id"]!, (int)export.Json["episodes"]!));
        Assert.Equal((0, 4), (import.Code, (int)import.Json["episodes"]!));
        using var before = EpisodeSet.Open(Folder);
        using var after = EpisodeSet.Open(Folder + "2");
        Assert.Equal(before.World, after.World);
        for (var episode = 0; episode < 4; episode++)
        {
            Assert.Equal(before[episode].Observations, after[episode].Observations);
            Assert.Equal(before[episode].Choices, after[episode].Choices);
        }
    }

    [Fact]
    public async Task A_wrong_export_writes_nothing()
    {
        await CommandRun.Of("record", "--episodes", "4", "--out", Folder, "--quiet");
        var root = parent["root"];

        (await CommandRun.Of("export", Folder, "--out", root)).AssertRefused("no form was named: give --to minari");
        (await CommandRun.Of("export", Folder, "--to", "hdf5", "--out", root)).AssertRefused("--to hdf5 is unknown: give minari");
        (await CommandRun.Of("export", Folder, "--to", "minari")).AssertRefused("there is no folder to export into: give the root of the datasets with --out ROOT");
        (await CommandRun.Of("export", Folder, "--to", "minari", "--out", root, "--id", "my rides")).AssertRefused("'my rides' is not the name of a Minari dataset");
        (await CommandRun.Of("export", parent["nowhere"], "--to", "minari", "--out", root)).AssertRefused("there is no folder");
        Assert.False(Directory.Exists(root));
    }

    private string Log(string text)
    {
        var path = parent["log.csv"];
        File.WriteAllText(path, text);
        return path;
    }
}
