using System.Diagnostics.CodeAnalysis;
using Tandem.Environments.Bicycle;
using Tandem.Environments.Bicycle.Whipple;
using Tandem.Environments.ClassicControl;
using Tandem.Environments.Tabular;

namespace Tandem.Environments;

/// <summary>The worlds that a program knows, by name and version. Immutable: adding gives a new catalogue.</summary>
public sealed class EnvironmentCatalog
{
    private readonly EnvironmentSpec[] specs;

    private EnvironmentCatalog(EnvironmentSpec[] specs) => this.specs = specs;

    /// <summary>A catalogue without worlds.</summary>
    public static EnvironmentCatalog Empty { get; } = new([]);

    /// <summary>The worlds that come with the library.</summary>
    public static EnvironmentCatalog BuiltIn { get; } = Empty
        .With(BicycleGridEntry.Spec)
        .With(BicycleBalanceEntry.Spec)
        .With(BicycleRideEntry.Spec)
        .With(WhippleBicycleEntry.Spec)
        .With(AcrobotEntry.Spec)
        .With(CartPoleEntry.Spec)
        .With(MountainCarEntries.Choices)
        .With(MountainCarEntries.Throttle)
        .With(PendulumEntry.Spec)
        .With(CliffWalkingEntries.Dry)
        .With(CliffWalkingEntries.Slippery)
        .With(FourRoomsEntry.Spec)
        .With(FrozenLakeEntries.Small)
        .With(FrozenLakeEntries.Large)
        .With(GamblingEntry.Spec)
        .With(GraphPathEntry.Spec)
        .With(TaxiEntry.Spec);

    /// <summary>All worlds, by name and version.</summary>
    public IReadOnlyList<EnvironmentSpec> Specs => specs;

    /// <summary>The world of the given identifier.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public EnvironmentSpec this[string id] => TryFind(id, out var spec) ? spec : throw new ArgumentException(NotFound(id));

    /// <summary>Looks for the world of the given identifier.</summary>
    public bool TryFind(string id, [NotNullWhen(true)] out EnvironmentSpec? spec)
    {
        ArgumentNullException.ThrowIfNull(id);
        spec = Array.Find(specs, known => known.Id == id);
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

        var extended = specs.Append(spec).OrderBy(known => EnvironmentId.Parse(known.Id).Name, StringComparer.Ordinal)
            .ThenBy(known => EnvironmentId.Parse(known.Id).Version);
        return new EnvironmentCatalog([.. extended]);
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
        if (specs.Length == 0)
        {
            return $"there is no world '{id}': the catalogue is empty";
        }

        var name = EnvironmentId.TryParse(id, out var parsed) ? parsed.Name : id;
        var newest = specs.LastOrDefault(known => EnvironmentId.Parse(known.Id).Name == name);
        if (newest is not null)
        {
            return $"there is no world '{id}': the newest version is {newest.Id}";
        }

        return EditDistance.Nearest(name, specs.Select(known => EnvironmentId.Parse(known.Id).Name)) is { } nearest
            ? $"there is no world '{id}': did you mean {specs.Last(known => EnvironmentId.Parse(known.Id).Name == nearest).Id}?"
            : $"there is no world '{id}': give one of {string.Join(", ", specs.Select(known => known.Id))}";
    }
}
