using Tandem.Environments.Bicycle.Whipple;

namespace Tandem.Environments.Tests.Bicycle.Whipple;

public sealed class BicycleFileTests
{
    private static readonly string Example = PublishedBicycles.Text("benchmark");

    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "\"mass_kg\": 85", "\"mass_kg\": -85", "rearFrame: mass -85 kg is out of range: give 0.001 to 10000" },
        { "\"wheelbase_m\": 1.02", "\"wheelbase_m\": 0", "wheelbase 0 m is out of range: give 0.1 to 10" },
        { "\"wheelbase_m\": 1.02", "\"wheelbase_m\": 1e-200", "wheelbase 1E-200 m is out of range: give 0.1 to 10" },
        { "\"wheelbase_m\": 1.02", "\"wheelbase_m\": 1e200", "wheelbase 1E+200 m is out of range: give 0.1 to 10" },
        { "\"mass_kg\": 85", "\"mass_kg\": 1e-300", "rearFrame: mass 1E-300 kg is out of range: give 0.001 to 10000" },
        { "\"wheelbase_m\": 1.02", "\"wheelbase_mm\": 1020", "wheelbase_mm is in a unit that is not known: bicycles are in SI units, give wheelbase_m" },
        { "\"steerAxisTilt_rad\"", "\"steerAxisTilt_deg\"", "steerAxisTilt_deg is in a unit that is not known: bicycles are in SI units, give steerAxisTilt_rad" },
        { "\"mass_kg\": 85", "\"mas_kg\": 85", "there is no rearFrame.mas_kg: did you mean mass_kg?" },
        { "\"frontWheel\"", "\"frontWeel\"", "there is no frontWeel: did you mean frontWheel?" },
        { "\"frontWheel\"", "\"saddle\"", "there is no saddle: give name, source, wheelbase_m, trail_m, steerAxisTilt_rad, gravity_m_per_s2, rearWheel, rearFrame, frontFrame, frontWheel" },
        { "\"trail_m\": 0.08,", "", "trail_m is missing: give it" },
        { "\"trail_m\": 0.08,", "\"trail_m\": 0.08, \"trail_m\": 0.09,", "trail_m is given twice: give it once" },
        { "\"trail_m\": 0.08", "\"trail_m\": \"0.08\"", "trail_m is \"0.08\": give a finite number" },
        { "\"trail_m\": 0.08", "\"trail_m\": 1e999", "trail_m is 1e999: give a finite number" },
        { "\"trail_m\": 0.08", "\"trail_m\": null", "trail_m is null: give a finite number" },
        { "\"z_m\": -0.9", "\"z_m\": 0.9", "rearFrame: position z 0.9 m lies on or below the ground: z points down, give less than 0" },
        { "\"iyy_kg_m2\": 0.28", "\"iyy_kg_m2\": 0.3", "the inertia of the front wheel cannot be: of its principal moments 0.1405, 0.1405, 0.3 kg m² the largest exceeds the sum of the others; no distribution of mass has such" },
        { "0.3141592653589793", "18", "steer axis tilt 18 rad is out of range: give -1.5 to 1.5" },
    };

    [Fact]
    public void A_file_is_read_with_all_its_numbers()
    {
        var bicycle = BicycleFile.Parse(Example, "benchmark.json");

        Assert.Equal(PublishedBicycles.Benchmark, bicycle);
        Assert.Equal((1.02, 0.08, Math.PI / 10, 9.81), (bicycle.Wheelbase, bicycle.Trail, bicycle.SteerAxisTilt, bicycle.Gravity));
        Assert.Equal(new WheelBody { Radius = 0.3, Mass = 2, Ixx = 0.0603, Iyy = 0.12 }, bicycle.RearWheel);
        Assert.Equal(new FrameBody { X = 0.3, Z = -0.9, Mass = 85, Ixx = 9.2, Iyy = 11, Izz = 2.8, Ixz = 2.4 }, bicycle.RearFrame);
        Assert.Equal(new FrameBody { X = 0.9, Z = -0.7, Mass = 4, Ixx = 0.05892, Iyy = 0.06, Izz = 0.00708, Ixz = -0.00756 }, bicycle.FrontFrame);
        Assert.Equal(new WheelBody { Radius = 0.35, Mass = 3, Ixx = 0.1405, Iyy = 0.28 }, bicycle.FrontWheel);
        Assert.Contains("table 1", bicycle.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void Gravity_name_and_source_may_be_left_out()
    {
        var lines = Example.Split('\n').Where(line => !line.Contains("gravity", StringComparison.Ordinal) && !line.Contains("\"name\"", StringComparison.Ordinal) && !line.Contains("source", StringComparison.Ordinal));

        Assert.Equal(PublishedBicycles.Benchmark with { Name = "", Source = "" }, BicycleFile.Parse(string.Join('\n', lines), "own.json"));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_answered_with_one_sentence(string right, string wrong, string complaint)
    {
        Assert.Contains(right, Example, StringComparison.Ordinal);

        var message = Assert.Throws<ArgumentException>(() => BicycleFile.Parse(Example.Replace(right, wrong, StringComparison.Ordinal), "own.json")).Message;

        Assert.Equal($"the bicycle 'own.json': {complaint}", message);
    }

    [Fact]
    public void What_is_not_JSON_is_answered_with_its_place() => Assert.Equal(
        "the bicycle 'own.json' is not JSON: line 4, column 18",
        Assert.Throws<ArgumentException>(() => BicycleFile.Parse(Example.Replace("1.02", "NaN", StringComparison.Ordinal), "own.json")).Message);

    [Theory]
    [InlineData("[]", "the bicycle 'own.json': the file is not an object: write { and } around its keys")]
    [InlineData("{ \"rearWheel\": 3 }", "the bicycle 'own.json': wheelbase_m is missing: give it")]
    public void What_is_no_bicycle_is_refused(string json, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => BicycleFile.Parse(json, "own.json")).Message);

    [Fact]
    public void A_file_that_is_not_there_is_named() => Assert.Equal(
        "there is no file 'nowhere/own.json': give a bicycle's .json file",
        Assert.Throws<ArgumentException>(() => new WhippleBicycleOptions { Bicycle = "nowhere/own.json" }).Message);

    [Fact]
    public void Options_are_equal_whether_or_not_their_bicycle_was_looked_at()
    {
        var looked = new WhippleBicycleOptions { Bicycle = "browser" };

        Assert.Equal(PublishedBicycles.Get("browser"), looked.Parameters);
        Assert.Equal(new WhippleBicycleOptions { Bicycle = "browser" }, looked);
        Assert.NotEqual(new WhippleBicycleOptions(), looked);
    }

    [Fact]
    public void A_bicycle_of_ones_own_is_ridden()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        File.WriteAllText(path, Example.Replace("\"wheelbase_m\": 1.02", "\"wheelbase_m\": 1.5", StringComparison.Ordinal));
        try
        {
            var own = new WhippleBicycleOptions { Bicycle = path };

            Assert.Equal(1.5, new WhippleBicycle(own).Bicycle.Parameters.Wheelbase);
            Assert.Equal(PublishedBicycles.Get("pista"), (own with { Bicycle = "pista" }).Parameters);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
