using System.Diagnostics.CodeAnalysis;
using Tandem.Environments.Bicycle;
using Tandem.Environments.Bicycle.Whipple;
using Tandem.Environments.ClassicControl;
using Tandem.Environments.Tabular;

namespace Tandem.Environments;

/// <summary>The worlds that a program knows, by name and version. Immutable: adding gives a new catalogue.</summary>
public sealed class EnvironmentCatalog
{
    private readonly Entry[] entries;
    private EnvironmentSpec[]? specs;

    private EnvironmentCatalog(IEnumerable<Entry> entries) => this.entries =
        [.. entries.OrderBy(entry => entry.Id.Name, StringComparer.Ordinal).ThenBy(entry => entry.Id.Version)];

    /// <summary>A catalogue without worlds.</summary>
    public static EnvironmentCatalog Empty { get; } = new([]);

    /// <summary>The worlds that come with the library; each is described when it is first asked for.</summary>
    public static EnvironmentCatalog BuiltIn { get; } = new(
    [
        new("BicycleGrid-v0", () => BicycleGridEntry.Spec),
        new("BicycleBalance-v0", () => BicycleBalanceEntry.Spec),
        new("BicycleRide-v0", () => BicycleRideEntry.Spec),
        new("WhippleBicycle-v0", () => WhippleBicycleEntry.Spec),
        new("Acrobot-v1", () => AcrobotEntry.Spec),
        new("CartPole-v1", () => CartPoleEntry.Spec),
        new("MountainCar-v0", () => MountainCarEntries.Choices),
        new("MountainCarContinuous-v0", () => MountainCarEntries.Throttle),
        new("Pendulum-v1", () => PendulumEntry.Spec),
        new("CliffWalking-v1", () => CliffWalkingEntries.Dry),
        new("CliffWalkingSlippery-v1", () => CliffWalkingEntries.Slippery),
        new("FourRooms-v0", () => FourRoomsEntry.Spec),
        new("FrozenLake-v1", () => FrozenLakeEntries.Small),
        new("FrozenLake8x8-v1", () => FrozenLakeEntries.Large),
        new("Gambling-v0", () => GamblingEntry.Spec),
        new("GraphPath-v0", () => GraphPathEntry.Spec),
        new("Taxi-v4", () => TaxiEntry.Spec),
    ]);

    /// <summary>All worlds, by name and version.</summary>
    public IReadOnlyList<EnvironmentSpec> Specs => specs ??= Array.ConvertAll(entries, entry => entry.Describe());

    /// <summary>The world of the given identifier.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public EnvironmentSpec this[string id] => TryFind(id, out var spec) ? spec : throw new ArgumentException(NotFound(id));

    /// <summary>Looks for the world of the given identifier.</summary>
    public bool TryFind(string id, [NotNullWhen(true)] out EnvironmentSpec? spec)
    {
        ArgumentNullException.ThrowIfNull(id);
        spec = Array.Find(entries, entry => entry.Text == id)?.Describe();
        return spec is not null;
    }

    /// <summary>The catalogue with one more world.</summary>
    /// <exception cref="ArgumentException">The catalogue has a world of that identifier already.</exception>
    public EnvironmentCatalog With(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (TryFind(spec.Id, out _))
        {
            throw new ArgumentException($"the catalogue has a world {spec.Id} already: give another name, or the next version");
        }

        return new EnvironmentCatalog(entries.Append(new(spec.Id, () => spec)));
    }

    /// <summary>The catalogue with one more world, which is a user's object.</summary>
    /// <param name="id">Name and version, <c>Crane-v0</c>.</param>
    /// <param name="create">Makes a new world at each call.</param>
    /// <param name="stepLimit">After this many steps an episode is truncated; null: never.</param>
    /// <param name="rewardThreshold">The mean return from which on the world counts as solved.</param>
    public EnvironmentCatalog With(string id, Func<IEnvironment> create, int? stepLimit = null, double? rewardThreshold = null) =>
        With(EnvironmentSpec.Of(id, create) with { StepLimit = stepLimit, RewardThreshold = rewardThreshold });

    /// <summary>The catalogue with one more world, which is a user's object with options.</summary>
    /// <param name="id">Name and version, <c>Crane-v0</c>.</param>
    /// <param name="defaults">The options unless others are given: a sealed record whose properties check themselves.</param>
    /// <param name="create">Makes a new world at each call.</param>
    /// <param name="stepLimit">After this many steps an episode is truncated; null: never.</param>
    /// <param name="rewardThreshold">The mean return from which on the world counts as solved.</param>
    public EnvironmentCatalog With<TOptions>(
        string id, TOptions defaults, Func<TOptions, IEnvironment> create, int? stepLimit = null, double? rewardThreshold = null)
        where TOptions : class =>
        With(EnvironmentSpec.Of(id, defaults, create) with { StepLimit = stepLimit, RewardThreshold = rewardThreshold });

    private string NotFound(string id)
    {
        if (entries.Length == 0)
        {
            return $"there is no world '{id}': the catalogue is empty";
        }

        var name = EnvironmentId.TryParse(id, out var parsed) ? parsed.Name : id;
        var newest = entries.LastOrDefault(entry => entry.Id.Name == name);
        if (newest is not null)
        {
            return $"there is no world '{id}': the newest version is {newest.Text}";
        }

        return EditDistance.Nearest(name, entries.Select(entry => entry.Id.Name)) is { } nearest
            ? $"there is no world '{id}': did you mean {entries.Last(entry => entry.Id.Name == nearest).Text}?"
            : $"there is no world '{id}': give one of {string.Join(", ", entries.Select(entry => entry.Text))}";
    }

    /// <summary>A world by its identifier; what it is takes a while to say, so that it is said only of worlds that are asked for.</summary>
    private sealed class Entry(string text, Func<EnvironmentSpec> describe)
    {
        public string Text => text;

        public EnvironmentId Id { get; } = EnvironmentId.Parse(text);

        public EnvironmentSpec Describe() => describe();
    }
}
