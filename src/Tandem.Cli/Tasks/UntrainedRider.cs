using Tandem.Environments;
using Tandem.Inference;

namespace Tandem.Cli.Tasks;

/// <summary>A rider who learned nothing: one who rides at random, or one of the world's yardsticks.</summary>
internal sealed class UntrainedRider : IRider
{
    public const string RandomName = "random";

    /// <summary>Finds a rider.</summary>
    /// <exception cref="ArgumentException">The world has none of that name, or cannot be made so.</exception>
    public UntrainedRider(EnvironmentSpec spec, EnvironmentChoice choice, string name)
    {
        if (!IsNamed(spec, name))
            throw new ArgumentException($"{spec.Id} has no rider '{name}': give {string.Join(" or ", NamesOf(spec))}");

        (Spec, Choice, Name) = (spec, choice, name);
        _ = spec.Create(choice.World);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; }

    /// <inheritdoc/>
    public EnvironmentChoice Choice { get; }

    /// <summary>The names of a world's riders who learned nothing.</summary>
    public static IEnumerable<string> NamesOf(EnvironmentSpec spec) => spec.Yardsticks.Select(yardstick => yardstick.Name).Prepend(RandomName);

    /// <summary>Whether a world has a rider of that name who learned nothing.</summary>
    public static bool IsNamed(EnvironmentSpec spec, string name) => NamesOf(spec).Contains(name);

    /// <inheritdoc/>
    public IPolicy Policy(PolicyMode mode, ulong seed) => Policy(seed);

    /// <inheritdoc cref="Policy(PolicyMode, ulong)"/>
    public IPolicy Policy(ulong seed, StreamPurpose purpose = StreamPurpose.EvaluationPolicy) => Name == RandomName
        ? new RandomPolicy(Spec.Create(Choice.World).Actions, seed, purpose)
        : Spec.CreateYardstick(Name, Choice.World, Choice.StepLimit, RandomStream.Create(seed, purpose));

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
