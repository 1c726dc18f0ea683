using System.Globalization;
using Tandem.Learning.Transformers;
using Tandem.Runs.Safetensors;

namespace Tandem.Learning.Trajectories;

/// <summary>A <see cref="DecisionTransformer"/> as one safetensors file that describes itself. The metadata's names are a contract.</summary>
public static class DecisionTransformerFile
{
    private const string Kind = "rider";
    private const string Architecture = "decision-transformer";
    private const string RecurrentArchitecture = "decision-lstm";
    private const string FormatVersion = "1";

    /// <summary>The file of a model.</summary>
    public static SafetensorsWriter Write(DecisionTransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var (options, description) = (model.Options, model.Description);
        var writer = new SafetensorsWriter
        {
            Metadata =
            {
                ["kind"] = Kind,
                ["version"] = FormatVersion,
                ["architecture"] = options.Sequence == SequenceModel.Transformer ? Architecture : RecurrentArchitecture,
                ["context"] = Text(options.Context),
                ["width"] = Text(options.Width),
                ["heads"] = Text(options.Heads),
                ["layers"] = Text(options.Layers),
                ["band"] = Text(options.BandSteps),
                ["positions"] = options.Positions == StepPositions.Rotary ? Rotary : Timesteps,
                ["dropout"] = Text(options.Dropout),
                ["conditioned"] = description.IsConditioned ? "true" : "false",
                ["returnTokens"] = description.ReturnTokens.ToString(),
                ["actionHeads"] = options.ActionHeads.ToString(),
                ["returnScale"] = Text(description.ReturnScale),
                ["returns"] = $"{Text(description.Returns.Low)},{Text(description.Returns.High)}",
                ["timesteps"] = Text(description.Timesteps),
                ["environment"] = description.World.Environment,
                ["environmentOptions"] = description.World.OptionsJson ?? "",
                ["stepLimit"] = description.World.StepLimit is { } limit ? Text(limit) : "",
                ["observations"] = SpaceJson.Write(description.World.Observations),
                ["actions"] = SpaceJson.Write(description.World.Actions),
            },
        };
        var width = description.ObservationMeans.Length;
        if (description.ActionCentres.Length > 0)
        {
            writer
                .Add("action_centres", [description.ActionCentres.Length], description.ActionCentres.ToArray())
                .Add("action_halves", [description.ActionHalves.Length], description.ActionHalves.ToArray());
        }

        return writer
            .Add("observation_means", [width], description.ObservationMeans.ToArray())
            .Add("observation_deviations", [width], description.ObservationDeviations.ToArray())
            .AddModule(model, Prefix);
    }

    /// <summary>Makes the model of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="source">The name that errors give it.</param>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static DecisionTransformer Read(SafetensorsFile file, string source) => Reading(file, source, () =>
    {
        var model = new DecisionTransformer(ReadOptions(file, source), ReadDescriptionText(file, source));
        try
        {
            ReadWeights(file, model);
            return model;
        }
        catch (InvalidDataException)
        {
            model.Dispose();
            throw;
        }
    });

    /// <summary>What the model of a file is made for, without making it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="source">The name that errors give it.</param>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static RiderDescription ReadDescription(SafetensorsFile file, string source) =>
        Reading(file, source, () => ReadDescriptionText(file, source));

    /// <summary>Copies a file's weights into a model of the same shape.</summary>
    /// <exception cref="InvalidDataException">The file is of another architecture.</exception>
    public static void ReadWeights(SafetensorsFile file, DecisionTransformer model) => file.LoadModule(model, Prefix);

    private const string Prefix = "model.";
    private const string Rotary = "rotary";
    private const string Timesteps = "timesteps";

    private static T Reading<T>(SafetensorsFile file, string source, Func<T> read)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (Find(file, source, "kind") != Kind || Find(file, source, "architecture") is not (Architecture or RecurrentArchitecture) || Find(file, source, "version") != FormatVersion)
        {
            throw new InvalidDataException(
                $"{source} is a {Find(file, source, "kind")} of architecture {Find(file, source, "architecture")}, version {Find(file, source, "version")}: give a {Architecture} of version {FormatVersion}");
        }

        try
        {
            return read();
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidDataException($"{source} is no rider of Tandem: {error.Message}", error);
        }
    }

    private static DecisionTransformerOptions ReadOptions(SafetensorsFile file, string source) => new()
    {
        Sequence = Find(file, source, "architecture") == Architecture ? SequenceModel.Transformer : SequenceModel.Lstm,
        ActionHeads = Name(file, "actionHeads", ActionHeads.Joint),
        Context = Integer(Find(file, source, "context")),
        Width = Integer(Find(file, source, "width")),
        Heads = Integer(Find(file, source, "heads")),
        Layers = Integer(Find(file, source, "layers")),
        Dropout = Number(Find(file, source, "dropout")),
        Band = file.Metadata.TryGetValue("band", out var band) ? Integer(band) : 0,     // older files name neither
        Positions = file.Metadata.GetValueOrDefault("positions", Timesteps) switch
        {
            Rotary => StepPositions.Rotary,
            Timesteps => StepPositions.Timesteps,
            var unknown => throw new FormatException($"positions '{unknown}' are unknown, of {Timesteps} and {Rotary}: update Tandem"),
        },
    };

    private static RiderDescription ReadDescriptionText(SafetensorsFile file, string source)
    {
        var returns = Find(file, source, "returns").Split(',');
        var world = ReadWorld(file, source);
        var width = new ObservationEncoder(world.Observations).Width;
        var values = world.Actions is Box ? world.Actions.Width : 0;
        return new RiderDescription
        {
            World = world,
            IsConditioned = Find(file, source, "conditioned") == "true",
            ReturnTokens = Name(file, "returnTokens", ReturnTokens.Observed),
            ReturnScale = Number(Find(file, source, "returnScale")),
            Returns = (Number(returns[0]), Number(returns[^1])),
            Timesteps = Integer(Find(file, source, "timesteps")),
            ObservationMeans = [.. file.ReadSingles("observation_means", width)],
            ObservationDeviations = [.. file.ReadSingles("observation_deviations", width)],
            ActionCentres = values == 0 ? [] : [.. file.ReadSingles("action_centres", values)],
            ActionHalves = values == 0 ? [] : [.. file.ReadSingles("action_halves", values)],
        };
    }

    private static RecordedWorld ReadWorld(SafetensorsFile file, string source) => new()
    {
        Environment = Find(file, source, "environment"),
        OptionsJson = Find(file, source, "environmentOptions") is { Length: > 0 } json ? json : null,
        StepLimit = Find(file, source, "stepLimit") is { Length: > 0 } limit ? Integer(limit) : null,
        Observations = SpaceJson.Read(Find(file, source, "observations")),
        Actions = SpaceJson.Read(Find(file, source, "actions")),
    };

    private static string Find(SafetensorsFile file, string source, string name) => file.Metadata.TryGetValue(name, out var value)
        ? value
        : throw new InvalidDataException($"{source} is no rider of Tandem: its metadata lack '{name}'");

    /// <summary>A name that files of the first days lack: what it was then stands for it.</summary>
    private static T Name<T>(SafetensorsFile file, string name, T otherwise)
        where T : struct, Enum => file.Metadata.TryGetValue(name, out var value) ? Enum.Parse<T>(value) : otherwise;

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static int Integer(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
