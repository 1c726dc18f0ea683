using System.Text.Json;

namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>
/// Reads a bicycle from JSON. Every key ends in its unit, which is an SI one; <see cref="PublishedBicycles.Text"/> gives
/// an example. Comments and trailing commas are allowed.
/// </summary>
public static class BicycleFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads a file.</summary>
    /// <exception cref="ArgumentException">The file cannot be read, or is not of a bicycle; the message says where and what to do.</exception>
    public static WhippleParameters Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException(
                File.Exists(path) ? $"the bicycle '{path}' cannot be read: {fault.Message}" : $"there is no file '{path}': give a bicycle's .json file",
                fault);
        }

        return Parse(text, path);
    }

    /// <summary>Reads text.</summary>
    /// <param name="json">One object.</param>
    /// <param name="sourceName">What errors call it: the file's name.</param>
    /// <exception cref="ArgumentException">The text is not of a bicycle; the message says where and what to do.</exception>
    public static WhippleParameters Parse(string json, string sourceName)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            var bicycle = Bicycle(new BicycleNode(document.RootElement, ""));
            bicycle.CheckRealisable();
            return bicycle;
        }
        catch (JsonException fault)
        {
            throw new ArgumentException($"the bicycle '{sourceName}' is not JSON: line {fault.LineNumber + 1}, column {fault.BytePositionInLine + 1}", fault);
        }
        catch (ArgumentException fault)
        {
            throw new ArgumentException($"the bicycle '{sourceName}': {fault.Message}", fault);
        }
    }

    private static WhippleParameters Bicycle(BicycleNode node)
    {
        node.CheckKeys(
            "name", "source", "wheelbase_m", "trail_m", "steerAxisTilt_rad", "gravity_m_per_s2", "rearWheel", "rearFrame", "frontFrame", "frontWheel");
        var bicycle = new WhippleParameters
        {
            Name = node.Text("name"),
            Source = node.Text("source"),
            Wheelbase = node.Number("wheelbase_m"),
            Trail = node.Number("trail_m"),
            SteerAxisTilt = node.Number("steerAxisTilt_rad"),
            RearWheel = Wheel(node.Part("rearWheel")),
            RearFrame = Frame(node.Part("rearFrame")),
            FrontFrame = Frame(node.Part("frontFrame")),
            FrontWheel = Wheel(node.Part("frontWheel")),
        };
        return node.Has("gravity_m_per_s2") ? bicycle with { Gravity = node.Number("gravity_m_per_s2") } : bicycle;
    }

    private static WheelBody Wheel(BicycleNode node)
    {
        node.CheckKeys("radius_m", "mass_kg", "ixx_kg_m2", "iyy_kg_m2");
        return node.Named(() => new WheelBody
        {
            Radius = node.Number("radius_m"),
            Mass = node.Number("mass_kg"),
            Ixx = node.Number("ixx_kg_m2"),
            Iyy = node.Number("iyy_kg_m2"),
        });
    }

    private static FrameBody Frame(BicycleNode node)
    {
        node.CheckKeys("x_m", "z_m", "mass_kg", "ixx_kg_m2", "iyy_kg_m2", "izz_kg_m2", "ixz_kg_m2");
        return node.Named(() => new FrameBody
        {
            X = node.Number("x_m"),
            Z = node.Number("z_m"),
            Mass = node.Number("mass_kg"),
            Ixx = node.Number("ixx_kg_m2"),
            Iyy = node.Number("iyy_kg_m2"),
            Izz = node.Number("izz_kg_m2"),
            Ixz = node.Number("ixz_kg_m2"),
        });
    }
}
