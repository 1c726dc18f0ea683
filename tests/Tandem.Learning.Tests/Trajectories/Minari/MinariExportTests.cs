using System.Text.Json.Nodes;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

/// <summary>Minari's layout field by field, as its 0.5 writes it.</summary>
public sealed class MinariExportTests : IDisposable
{
    private static readonly RecordedWorld Choosing = EpisodeFolder.Choosing;

    private static readonly RecordedWorld Counting = new()
    {
        Environment = "Counting-v1",
        Observations = new Discrete(300),
        Actions = new Discrete(2),
    };

    private readonly EpisodeFolder folder = new();
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("tandem-minari-");

    public void Dispose()
    {
        folder.Dispose();
        root.Delete(recursive: true);
    }

    [Fact]
    public void The_metadata_say_what_Minari_asks_for()
    {
        var metadata = Metadata(Export(Choosing, Episode.Of(Choosing, 0, [-1, 99]), Episode.Of(Choosing, 1, [1])));

        Assert.Equal(2, (int)metadata["total_episodes"]!);
        Assert.Equal(3, (int)metadata["total_steps"]!);
        Assert.Equal("arrow", (string)metadata["data_format"]!);
        Assert.Equal("lab/choosing/rides-v2", (string)metadata["dataset_id"]!);
        Assert.Equal(">=0.5", (string)metadata["minari_version"]!);
        Assert.Equal(0, (double)metadata["dataset_size"]!, 0.1);
        Assert.Equal(
            """{"type": "Box", "dtype": "float32", "shape": [2], "low": [-1000.0, 0.0], "high": [1000.0, Infinity]}""",
            (string)metadata["observation_space"]!);
        Assert.Equal("""{"type": "MultiDiscrete", "dtype": "int64", "nvec": [2, 3], "start": [0, 0]}""", (string)metadata["action_space"]!);
    }

    [Fact]
    public void Each_episode_has_a_folder_of_its_number_with_its_file_and_its_metadata()
    {
        var data = Export(Choosing, Episode.Of(Choosing, 0, [-1, 99]), Episode.Of(Choosing, 1, [1]));

        Assert.Equal(["0", "1"], Directory.GetDirectories(data).Select(Path.GetFileName).Order());
        Assert.Equal(["metadata.json", "part-0.arrow"], Directory.GetFiles(Path.Combine(data, "1")).Select(Path.GetFileName).Order());
        var metadata = JsonNode.Parse(File.ReadAllText(Path.Combine(data, "1", "metadata.json")))!;
        Assert.Equal((1, 1), ((int)metadata["id"]!, (int)metadata["total_steps"]!));
    }

    [Fact]
    public void Columns_are_lists_of_fixed_size_padded_to_a_row_more_than_there_are_steps()
    {
        using var batch = Read(Export(Choosing, Episode.Of(Choosing, 1, [-1, 99, 7])), out var more);

        Assert.Equal(4, batch.Length);
        Assert.False(more);
        Assert.Equal(["observations", "actions", "rewards", "terminations", "truncations"], batch.Schema.FieldsList.Select(field => field.Name));
        Assert.Equal([100, 100.25f, 101, 101.25f, 102, 102.25f, 103, 103.25f], Floats(batch, "observations", width: 2));
        Assert.Equal([1, 0, 1, 0, 1, 0, 0, 0], Longs(batch, "actions", width: 2));
        Assert.Equal([-1, 99, 7, 0], ((DoubleArray)batch.Column("rewards")).Values.ToArray());
        Assert.Equal([false, false, true, false], Flags(batch, "terminations"));
        Assert.Equal([false, false, false, false], Flags(batch, "truncations"));
    }

    [Fact]
    public void A_choice_is_a_plain_number_and_a_cut_episode_is_truncated()
    {
        var walk = new Episode(EpisodeInfo.Of([1, 2], false, true), [0, 299, 7], [1, 0], [], [1, 2]);
        var data = Export(Counting, walk);
        using var batch = Read(data, out _);

        Assert.Equal([0, 299, 7], ((Int64Array)batch.Column("observations")).Values.ToArray());
        Assert.Equal([1, 0, 0], ((Int64Array)batch.Column("actions")).Values.ToArray());
        Assert.Equal([false, false, false], Flags(batch, "terminations"));
        Assert.Equal([false, true, false], Flags(batch, "truncations"));
        Assert.Equal("""{"type": "Discrete", "dtype": "int64", "start": 0, "n": 300}""", (string)Metadata(data)["observation_space"]!);
    }

    [Fact]
    public void Values_are_single_precision()
    {
        var data = Export(EpisodeFolder.Steering, Episode.Of(EpisodeFolder.Steering, 0, [1, 2]));
        using var batch = Read(data, out _);

        Assert.Equal([1, 1 / 2f, 1 / 3f, 1 / 4f, 0, 0], Floats(batch, "actions", width: 2));
        Assert.Equal("""{"type": "Box", "dtype": "float32", "shape": [1], "low": [-Infinity], "high": [Infinity]}""", (string)Metadata(data)["observation_space"]!);
        Assert.Equal("""{"type": "Box", "dtype": "float32", "shape": [2], "low": [-1.0, -1.0], "high": [1.0, 1.0]}""", (string)Metadata(data)["action_space"]!);
    }

    [Fact]
    public void Files_are_not_compressed()
    {
        var data = Export(EpisodeFolder.Steering, Episode.Of(EpisodeFolder.Steering, 0, new double[1000]));
        using var stream = File.OpenRead(Path.Combine(data, "0", "part-0.arrow"));
        using var reader = new ArrowFileReader(stream); // without a codec it reads nothing compressed

        Assert.Equal(1001, reader.ReadNextRecordBatch().Length);
        Assert.InRange(stream.Length, 1001 * 20, 1001 * 22);
    }

    [Fact]
    public void An_independent_reader_reads_every_value()
    {
        var data = Export(Choosing, Episode.Of(Choosing, 1, [-1, 99, 7]));

        var file = ArrowInNode.Read(Path.Combine(data, "0", "part-0.arrow"));

        Assert.Equal((1, 4), ((int)file["batches"]!, (int)file["rows"]!));
        var columns = file["columns"]!.AsObject();
        Assert.Equal(
            ["FixedSizeList[2]<Float32>", "FixedSizeList[2]<Int64>", "Float64", "Bool", "Bool"],
            columns.Select(column => (string)column.Value!["type"]!));
        Assert.Equal("[[100,100.25],[101,101.25],[102,102.25],[103,103.25]]", columns["observations"]!["values"]!.ToJsonString());
        Assert.Equal("[[1,0],[1,0],[1,0],[0,0]]", columns["actions"]!["values"]!.ToJsonString());
        Assert.Equal("[-1,99,7,0]", columns["rewards"]!["values"]!.ToJsonString());
        Assert.Equal("[false,false,true,false]", columns["terminations"]!["values"]!.ToJsonString());
        Assert.Equal("[false,false,false,false]", columns["truncations"]!["values"]!.ToJsonString());
    }

    [Fact]
    public void What_was_exported_comes_back_bit_by_bit()
    {
        Episode[] episodes = [Episode.Of(Choosing, 0, [-1, 99]), Episode.Of(Choosing, 1, [1, 2, 3], terminated: false, truncated: true)];
        var data = Export(Choosing, episodes);
        using var other = new EpisodeFolder();

        var import = MinariImport.Open(Path.GetDirectoryName(data)!);
        using (var writer = EpisodeWriter.Create(other.Path, import.World))
        {
            import.AddTo(writer, TestContext.Current.CancellationToken);
        }

        using var set = EpisodeSet.Open(other.Path);
        Assert.Equal(Choosing, set.World);
        Assert.Equal("Minari dataset lab/choosing/rides-v2", set.Shards[0].Rider);
        for (var number = 0; number < episodes.Length; number++)
        {
            Episode.AssertEqual(episodes[number] with { Info = episodes[number].Info with { Seed = 0, World = 0 } }, Episode.Copy(set[number]));
        }
    }

    [Fact]
    public void A_dataset_of_Minaris_own_is_read_by_its_environments_name()
    {
        var data = Export(Counting, new Episode(EpisodeInfo.Of([1], true, false), [0, 1], [1], [], [1]));
        var metadata = Metadata(data);
        metadata.Remove("tandem");
        metadata["env_spec"] = """{"id": "CartPole-v1", "entry_point": "gymnasium.envs.classic_control.cartpole:CartPoleEnv", "max_episode_steps": 500}""";
        Write(data, metadata);

        Assert.Equal(("CartPole-v1", 500), (MinariImport.Open(data).World.Environment, MinariImport.Open(data).World.StepLimit));

        metadata.Remove("env_spec");
        Write(data, metadata);
        Assert.Equal("rides-v2", MinariImport.Open(data).World.Environment);
    }

    [Fact]
    public void What_is_no_dataset_is_refused_in_a_sentence()
    {
        var data = Export(Counting, new Episode(EpisodeInfo.Of([1], true, false), [0, 1], [1], [], [1]));
        var path = Path.Combine(data, "metadata.json");

        Assert.Equal(
            $"'{root.FullName}' holds no Minari dataset: give the folder in which data/metadata.json lies",
            Assert.Throws<FileNotFoundException>(() => MinariImport.Open(root.FullName)).Message);
        Refused("data_format", "hdf5", $"'{path}' is a dataset in the format hdf5: convert it to arrow with Minari");
        Refused("observation_space", """{"type": "Text"}""", $"'{path}' cannot be taken: a space of type Text cannot be kept: give Discrete, MultiDiscrete or Box");
        Refused("action_space", """{"type": "Discrete", "n": 3, "start": 1}""", $"'{path}' cannot be taken: choices that do not begin at 0 cannot be kept: let them begin at 0");
        Refused("total_episodes", 2, $"'{Path.Combine(data, "1")}' is no episode of this dataset: it has 0 Arrow files: restore it from a copy");
        Refused("action_space", """{"type": "Discrete", "n": 1}""", $"'{Path.Combine(data, "0")}' is no episode of this dataset: the action of step 0 lies outside Discrete(1)");
        Refused("observation_space", """{"type": "Discrete", "n": 1}""", $"'{Path.Combine(data, "0")}' is no episode of this dataset: the observation of step 1 lies outside Discrete(1)");
        Refused("observation_space", """{"type": "Box", "shape": [2], "low": [0, 0], "high": [1, 1]}""", $"'{Path.Combine(data, "0")}' is no episode of this dataset: its observations have 2 numbers in 2 rows, and the space has 2 in each");

        void Refused(string name, JsonNode value, string message)
        {
            var whole = File.ReadAllText(path);
            var metadata = Metadata(data);
            metadata[name] = value;
            Write(data, metadata);
            Assert.Equal(message, Assert.Throws<InvalidDataException>(() => MinariImport.Open(data)).Message);
            File.WriteAllText(path, whole);
        }
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_refused_before_anything_is_imported()
    {
        var sick = Episode.Of(EpisodeFolder.Steering, 1, [1, 2]);
        sick.Observations[2] = float.NaN;

        RefusedAt(1, Export(EpisodeFolder.Steering, Episode.Of(EpisodeFolder.Steering, 0, [1]), sick), "it holds numbers that are not finite, and nothing can be learned from them");
    }

    [Fact]
    public void Rows_without_a_number_a_file_of_no_step_and_half_a_file_are_refused()
    {
        var data = Export(Counting, new Episode(EpisodeInfo.Of([1], true, false), [0, 1], [1], [], [1]));
        var path = Path.Combine(data, "0", "part-0.arrow");
        var whole = File.ReadAllBytes(path);

        WriteCounting(path, observations: [0, 1], actions: [null, null], rewards: [1, null]);
        RefusedAt(0, data, "its actions lack a number in row 0");
        WriteCounting(path, observations: [0], actions: [0], rewards: [0]);
        RefusedAt(0, data, "its file holds no step");
        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        RefusedAt(0, data, "");

        // What stands behind the last step is padding.
        WriteCounting(path, observations: [0, 1], actions: [1, null], rewards: [1, null]);
        Assert.Equal(Counting, MinariImport.Open(data, TestContext.Current.CancellationToken).World);
    }

    [Fact]
    public void Nothing_is_written_over_and_an_interrupted_export_leaves_nothing()
    {
        using var set = folder.Open(Choosing, Episode.Of(Choosing, 0, [-1, 99]));
        var id = MinariId.Parse("a/b-v0");
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.Throws<OperationCanceledException>(() => MinariExport.Write(set, root.FullName, id, cancellation: cancellation.Token));
        Assert.False(Directory.Exists(MinariExport.PathOf(root.FullName, id)));
        var path = MinariExport.Write(set, root.FullName, id, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(
            $"'{path}' is there already and is never overwritten: give another root, or another name or version",
            Assert.Throws<IOException>(() => MinariExport.Write(set, root.FullName, id, cancellation: TestContext.Current.CancellationToken)).Message);
    }

    [Theory]
    [InlineData("cartpole")]
    [InlineData("cart pole/random-v0")]
    [InlineData("../random-v0")]
    [InlineData("/random-v0")]
    [InlineData("a//random-v0")]
    public void A_name_that_Minari_would_not_take_is_refused(string name) => Assert.Equal(
        $"'{name}' is not the name of a Minari dataset: give letters, digits, _ and -, parts with / between them, and a version, like tandem/cartpole/random-v0",
        Assert.Throws<ArgumentException>(() => MinariId.Parse(name)).Message);

    [Fact]
    public void A_dataset_is_called_after_its_world_and_folder()
    {
        Assert.Equal("tandem/choosing/my-rides-v0", MinariId.Of(Choosing, "data/My rides/").Text);
        Assert.Equal("tandem/counting/rides-v0", MinariId.Of(Counting, "…").Text);
    }

    private static void RefusedAt(int episode, string data, string fault) => Assert.StartsWith(
        $"'{Path.Combine(data, $"{episode}")}' is no episode of this dataset: {fault}",
        Assert.Throws<InvalidDataException>(() => MinariImport.Open(data)).Message,
        StringComparison.Ordinal);

    /// <summary>An episode of <see cref="Counting"/> that terminated with its last step.</summary>
    private static void WriteCounting(string path, long?[] observations, long?[] actions, double?[] rewards)
    {
        var flags = new BooleanArray.Builder().AppendRange(Enumerable.Range(1, rewards.Length).Select(row => row == rewards.Length - 1)).Build();
        var batch = new RecordBatch.Builder()
            .Append("observations", true, Longs(observations))
            .Append("actions", true, Longs(actions))
            .Append("rewards", true, rewards.Aggregate(new DoubleArray.Builder(), (array, number) => array.Append(number)).Build())
            .Append("terminations", true, flags)
            .Append("truncations", true, flags)
            .Build();
        using var stream = File.Create(path);
        using var writer = new ArrowFileWriter(stream, batch.Schema);
        writer.WriteRecordBatch(batch);
        writer.WriteEnd();

        static Int64Array Longs(long?[] numbers) => numbers.Aggregate(new Int64Array.Builder(), (array, number) => array.Append(number)).Build();
    }

    private string Export(RecordedWorld world, params Episode[] episodes)
    {
        using var set = folder.Open(world, episodes);
        return Path.Combine(MinariExport.Write(set, root.FullName, MinariId.Parse("lab/choosing/rides-v2"), cancellation: TestContext.Current.CancellationToken), "data");
    }

    private static JsonObject Metadata(string data) => JsonNode.Parse(File.ReadAllText(Path.Combine(data, "metadata.json")))!.AsObject();

    private static void Write(string data, JsonObject metadata) => File.WriteAllText(Path.Combine(data, "metadata.json"), metadata.ToJsonString());

    private static RecordBatch Read(string data, out bool more)
    {
        using var stream = File.OpenRead(Path.Combine(data, "0", "part-0.arrow"));
        using var reader = new ArrowFileReader(stream);
        var batch = reader.ReadNextRecordBatch();
        more = reader.ReadNextRecordBatch() is not null;
        return batch;
    }

    private static float[] Floats(RecordBatch batch, string column, int width) => ((FloatArray)Items(batch, column, width)).Values.ToArray();

    private static long[] Longs(RecordBatch batch, string column, int width) => ((Int64Array)Items(batch, column, width)).Values.ToArray();

    private static IArrowArray Items(RecordBatch batch, string column, int width)
    {
        var lists = (FixedSizeListArray)batch.Column(column);
        Assert.Equal(width, ((FixedSizeListType)lists.Data.DataType).ListSize);
        return lists.Values;
    }

    private static bool?[] Flags(RecordBatch batch, string column)
    {
        var flags = (BooleanArray)batch.Column(column);
        return [.. Enumerable.Range(0, flags.Length).Select(flags.GetValue)];
    }
}
