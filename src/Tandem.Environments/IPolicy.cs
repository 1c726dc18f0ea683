namespace Tandem.Environments;

/// <summary>
/// A rider: random, trained or scripted. It acts for many worlds at once; rows are worlds.
/// </summary>
public interface IPolicy
{
    /// <summary>Tells the policy that an episode begins in this world: whatever it remembers of the last one is over.</summary>
    void Begin(int world);

    /// <summary>Chooses an action for every world.</summary>
    /// <param name="observations">Current observations, [world, observation width].</param>
    /// <param name="lastRewards">What each world's previous step earned, [world]; 0 at the start of an episode.</param>
    /// <param name="actions">Receives the actions.</param>
    void Act(ReadOnlySpan<float> observations, ReadOnlySpan<double> lastRewards, ActionBatch actions);
}
