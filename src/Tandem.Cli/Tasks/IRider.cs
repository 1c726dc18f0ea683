using Tandem.Environments;
using Tandem.Inference;

namespace Tandem.Cli.Tasks;

/// <summary>Somebody who rides, in a world.</summary>
internal interface IRider : IDisposable
{
    /// <summary>A short name, to stand above a drawing.</summary>
    string Name { get; }

    /// <summary>The world.</summary>
    EnvironmentSpec Spec { get; }

    /// <summary>How that world is made.</summary>
    EnvironmentChoice Choice { get; }

    /// <summary>What rides.</summary>
    /// <param name="mode">How it chooses, where it has a choice.</param>
    /// <param name="seed">What its choices are drawn from.</param>
    IPolicy Policy(PolicyMode mode, ulong seed);
}
