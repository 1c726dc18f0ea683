namespace Tandem.Inference;

/// <summary>What a training leaves, whatever it trained: it says what it observes and what it does, and hands out riders.</summary>
public interface IAgent
{
    /// <summary>What it observes.</summary>
    Space Observations { get; }

    /// <summary>What it does.</summary>
    Space Actions { get; }

    /// <summary>A rider with a memory and a random stream of its own.</summary>
    /// <param name="mode">Greedy, or sampled from the distribution.</param>
    /// <param name="seed">What a sampled rider draws from.</param>
    IPolicy Policy(PolicyMode mode = PolicyMode.Greedy, ulong seed = 0);
}
