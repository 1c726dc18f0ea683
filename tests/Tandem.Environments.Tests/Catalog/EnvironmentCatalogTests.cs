using Tandem.Environments.Bicycle;

namespace Tandem.Environments.Tests.Catalog;

public sealed class EnvironmentCatalogTests
{
    [Fact]
    public void The_built_in_bicycle_is_listed_with_everything_a_user_should_know()
    {
        var spec = EnvironmentCatalog.BuiltIn["BicycleGrid-v0"];

        Assert.Equal(200, spec.StepLimit);
        Assert.Equal(new BicycleGridOptions(), spec.DefaultOptions);
        Assert.Equal(["x", "y", "speed", "bump"], spec.ObservationMeanings.Select(meaning => meaning.Name));
        Assert.Equal(["pedal", "steer"], spec.ActionMeanings.Select(meaning => meaning.Name));
        Assert.NotEmpty(spec.Summary);
        Assert.NotNull(spec.RewardMeaning);
    }

    [Fact]
    public void Every_world_says_what_each_number_means() => Assert.All(EnvironmentCatalog.BuiltIn.Specs, spec =>
    {
        var world = spec.Create();
        Assert.Equal(world.Observations.Width, spec.ObservationMeanings.Count);
        Assert.Equal(world.Actions.Width, spec.ActionMeanings.Count);
    });

    [Fact]
    public void A_world_is_found_by_the_name_that_it_bears() => Assert.All(
        EnvironmentCatalog.BuiltIn.Specs, spec => Assert.Same(spec, EnvironmentCatalog.BuiltIn[spec.Id]));

    [Fact]
    public void Adding_a_world_leaves_the_catalogue_as_it_was()
    {
        var extended = EnvironmentCatalog.BuiltIn.With("Drift-v0", () => new DriftObject(), stepLimit: 25, rewardThreshold: -5);

        Assert.False(EnvironmentCatalog.BuiltIn.TryFind("Drift-v0", out _));
        Assert.Equal((25, -5), (extended["Drift-v0"].StepLimit, extended["Drift-v0"].RewardThreshold));
        Assert.Equal(25, extended["Drift-v0"].CreateVector(2).StepLimit);
        Assert.Null(extended["Drift-v0"].CreateVector(2, null, stepLimit: null).StepLimit);
    }

    [Fact]
    public void Options_reach_the_world_that_is_made()
    {
        var worlds = EnvironmentCatalog.BuiltIn["BicycleGrid-v0"].CreateVector(1, new BicycleGridOptions { Size = 12 });

        Assert.Equal(11, ((Box)worlds.Observations).High[0]);
    }

    [Theory]
    [InlineData("BicycleGrid-v1", "there is no world 'BicycleGrid-v1': the newest version is BicycleGrid-v0")]
    [InlineData("BicycleGrid", "there is no world 'BicycleGrid': the newest version is BicycleGrid-v0")]
    [InlineData("bycicle-grid", "there is no world 'bycicle-grid': did you mean BicycleGrid-v0?")]
    [InlineData("Drft-v2", "there is no world 'Drft-v2': did you mean Drift-v10?")]
    [InlineData("Whipple-v0", "there is no world 'Whipple-v0': did you mean WhippleBicycle-v0?")]
    [InlineData("lake", "there is no world 'lake': did you mean FrozenLake-v1?")]
    [InlineData("Drift-v7", "there is no world 'Drift-v7': the newest version is Drift-v10")]
    public void An_unknown_world_is_answered_with_the_nearest(string id, string message)
    {
        var catalog = EnvironmentCatalog.BuiltIn.With("Drift-v10", () => new DriftObject()).With("Drift-v2", () => new DriftObject());

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => catalog[id]).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Warehouse")]
    [InlineData("a")]
    public void A_world_that_is_like_none_is_answered_with_all(string id)
    {
        var catalog = EnvironmentCatalog.Empty.With("Drift-v1", () => new DriftObject()).With("Crane-v0", () => new DriftObject());

        Assert.Equal($"there is no world '{id}': give one of Crane-v0, Drift-v1", Assert.Throws<ArgumentException>(() => catalog[id]).Message);
    }

    [Fact]
    public void An_empty_catalogue_says_so() =>
        Assert.Equal("there is no world 'X-v0': the catalogue is empty", Assert.Throws<ArgumentException>(() => EnvironmentCatalog.Empty["X-v0"]).Message);

    [Fact]
    public void A_world_cannot_be_added_twice() => Assert.Equal(
        "the catalogue has a world BicycleGrid-v0 already: give another name, or the next version",
        Assert.Throws<ArgumentException>(() => EnvironmentCatalog.BuiltIn.With("BicycleGrid-v0", () => new DriftObject())).Message);

    [Theory]
    [InlineData("Crane")]
    [InlineData("Crane-v")]
    [InlineData("Crane-vx")]
    [InlineData("-v1")]
    [InlineData("my crane-v1")]
    [InlineData("Crane-v99999999999")]
    public void A_name_without_a_version_is_refused(string id) => Assert.Equal(
        $"'{id}' is not the name of a world: give letters, digits, _ or - and a version, like Crane-v0",
        Assert.Throws<ArgumentException>(() => EnvironmentCatalog.Empty.With(id, () => new DriftObject())).Message);

    [Fact]
    public void Options_of_another_world_are_refused()
    {
        var catalog = EnvironmentCatalog.BuiltIn.With("Drift-v0", () => new DriftObject());

        Assert.Equal("BicycleGrid-v0 cannot be made with options of type String: give BicycleGridOptions", Assert.Throws<ArgumentException>(() => catalog["BicycleGrid-v0"].Create("5")).Message);
        Assert.Equal("Drift-v0 cannot be made with options of type BicycleGridOptions: it has none", Assert.Throws<ArgumentException>(() => catalog["Drift-v0"].CreateVector(2, new BicycleGridOptions())).Message);
    }
}
