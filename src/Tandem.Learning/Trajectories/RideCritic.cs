namespace Tandem.Learning.Trajectories;

/// <summary>
/// A critic that learns from recorded rides how good each of their actions was: implicit Q-learning's Q and V (Kostrikov, Nair
/// and Levine, "Offline reinforcement learning with implicit Q-learning", 2022). It never asks what an action that nobody took
/// would have been worth, it judges rides that were cut by where they were cut, and it takes the mean over the world's chance
/// and the expectile over actions only, so that luck is not taken for skill.
/// </summary>
/// <remarks>One critic has two uses: its advantages weigh the actions that <see cref="Iql"/> imitates, and they are the return tokens of a <see cref="DecisionTransformer"/>.</remarks>
public static class RideCritic
{
    /// <summary>Learns a critic to the end and lets it judge every step.</summary>
    /// <param name="episodes">The data.</param>
    /// <param name="options">The settings.</param>
    /// <param name="seed">The perceptrons' first weights and batches follow from it.</param>
    /// <param name="observer">Is told of every update of the perceptrons: how many were made. A table tells nothing.</param>
    /// <param name="cancellation">Ends it early by <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The data and the options do not fit.</exception>
    /// <exception cref="NonFiniteLossException">The perceptrons' loss is no finite number.</exception>
    public static StepAdvantages Judge(
        EpisodeSet episodes, CriticOptions options, ulong seed, Action<int>? observer = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        ArgumentNullException.ThrowIfNull(options);
        if (ByTable(episodes, options, cancellation) is { } exact)
        {
            return exact;
        }

        using var networks = Networks(episodes, options, seed);
        while (!networks.IsComplete)
        {
            cancellation.ThrowIfCancellationRequested();
            _ = networks.Update();
            observer?.Invoke(networks.Updates);
        }

        return networks.Advantages(episodes, cancellation);
    }

    /// <summary>What a table says of every step; null: the critic is to be perceptrons.</summary>
    internal static StepAdvantages? ByTable(EpisodeSet episodes, CriticOptions options, CancellationToken cancellation) => options.Form == CriticForm.Perceptron
        ? null
        : CriticTable.Learn(episodes, options.Discount, options.ExpectileFor(CriticForm.Table), options.Form == CriticForm.Table, cancellation)
            ?.Advantages(options.ShareAhead(CriticForm.Table));

    /// <summary>The critic as perceptrons that have learned nothing yet.</summary>
    internal static CriticNetworks Networks(EpisodeSet episodes, CriticOptions options, ulong seed) => new(new CriticData(episodes), options, seed);
}
