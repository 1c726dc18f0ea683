using Tandem.Inference.Transformers;

namespace Tandem.Inference.Trajectories;

// Legend: B worlds, W encoded observation width, N outputs.

/// <summary>
/// A <see cref="Rider"/> at work in many worlds: it remembers each world's ride, asks for a return, and lowers what it asks
/// for by every reward, or asks for the best at every step where a critic taught it what that is. Once it has seen as many worlds as there are, it allocates nothing.
/// </summary>
/// <remarks>A world's actions do not depend on how many others there are, nor on the number of threads. Use it from one thread.</remarks>
public sealed class RiderPolicy : IPolicy
{
    // Enough rows to read the weights seldom, few enough for their numbers to stay in a core's own cache.
    private const int RowsAtOnce = 96;

    private readonly RiderWeights weights;
    private readonly ThreadTeam team;
    private readonly RideMemories memories;
    private readonly PolicyMode mode;
    private readonly double target;
    private readonly int worldsAtOnce;
    private readonly Action<int> actBlock;
    private readonly List<RideBlock> blocks = [];
    private RandomStream random;
    private float[] encoded = [];     // [B, W]
    private float[] outputs = [];     // [B, N]
    private int worlds;               // of the step at hand

    internal RiderPolicy(RiderWeights weights, ThreadTeam team, PolicyMode mode, RandomStream random, double target)
    {
        (this.weights, this.team, this.mode, this.random, this.target) = (weights, team, mode, random, target);
        memories = new RideMemories(weights);
        worldsAtOnce = Math.Max(1, RowsAtOnce / RideBlock.RowsOfAWorld(weights.Metadata));
        actBlock = ActBlock;
    }

    /// <inheritdoc/>
    public void Begin(int world)
    {
        Reserve(world + 1);
        (memories.Steps(world), memories.ReturnToGo(world)) = (0, target);
    }

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<double> lastRewards, ActionBatch actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        worlds = actions.Count;
        Reserve(worlds);
        weights.Encode(observations, worlds, encoded);
        for (var world = 0; weights.Metadata.NeedsTarget && world < worlds; world++)
            memories.ReturnToGo(world) -= lastRewards[world];
        team.Run(actBlock, (worlds + worldsAtOnce - 1) / worldsAtOnce);
        for (var world = 0; world < worlds; world++)
            weights.Actions.Choose(LastOutputs(world), mode, ref random, actions, world);
        memories.Act(actions);
    }

    /// <summary>What the last action of a world was chosen by: logits, or values in their own measure, [N].</summary>
    /// <param name="world">A world that has acted.</param>
    public ReadOnlySpan<float> LastOutputs(int world) => outputs.AsSpan(world * weights.Actions.OutputWidth, weights.Actions.OutputWidth);

    /// <summary>
    /// Where the rider looked when it chose a world's last action: an explaining call, which computes all that the action can
    /// depend on once more.
    /// </summary>
    /// <param name="world">A world that has acted since its episode began.</param>
    /// <exception cref="ArgumentException">It has not.</exception>
    public RideAttention Explain(int world)
    {
        if ((uint)world >= (uint)memories.Worlds || memories.Steps(world) == 0)
            throw new ArgumentException($"world {world} has not acted since its episode began, so there is nothing to explain: call {nameof(Act)} first");
        var (metadata, step) = (weights.Metadata, memories.Steps(world) - 1);
        var first = Math.Max(0, step - metadata.Reach + 1) * metadata.TokensOfAStep;
        var count = (int)((step * metadata.TokensOfAStep) + metadata.ObservationPlace - first) + 1;
        var maps = Array.ConvertAll(weights.Layers, _ => new LayerAttentionMaps(new AttentionMap(metadata.Heads, count, count), null));
        using var block = new RideBlock(weights, memories, 1 + (count / RideBlock.RowsOfAWorld(metadata)));
        block.Explain(world, first, count, maps);
        return new RideAttention([.. Enumerable.Range(0, count).Select(token => TokenOf(first + token))], Array.ConvertAll(maps, map => map.Own));
    }

    private RideToken TokenOf(long token)
    {
        var (step, place) = Math.DivRem(token, weights.Metadata.TokensOfAStep);
        return new RideToken((RideTokenKind)(place + (weights.Metadata.IsConditioned ? 0 : 1)), step);
    }

    private void ActBlock(int block)
    {
        var first = block * worldsAtOnce;
        var range = new RowRange(first, Math.Min(worldsAtOnce, worlds - first));
        blocks[block].Act(range, encoded.AsSpan(first * weights.Encoder.Width), outputs.AsSpan(first * weights.Actions.OutputWidth));
    }

    /// <summary>Makes room for worlds; rides that nobody began ask for the target, too.</summary>
    private void Reserve(int count)
    {
        var before = memories.Worlds;
        if (count <= before)
            return;
        memories.Reserve(count);
        for (var world = before; world < count; world++)
            memories.ReturnToGo(world) = target;
        Array.Resize(ref encoded, count * weights.Encoder.Width);
        Array.Resize(ref outputs, count * weights.Actions.OutputWidth);
        blocks.ForEach(block => block.Dispose());
        blocks.Clear();
        for (var first = 0; first < count; first += worldsAtOnce)
            blocks.Add(new RideBlock(weights, memories, Math.Min(worldsAtOnce, count - first)));
    }
}
