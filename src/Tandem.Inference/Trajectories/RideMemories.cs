namespace Tandem.Inference.Trajectories;

// Legend: B worlds, D model width, M tokens a step, L layers, S slots of a world, E tokens of its window.

/// <summary>
/// What is remembered of many rides: each world's last tokens in a ring, and each layer's keys and values of them in another.
/// Token n of a ride stands at n modulo the ring's length.
/// </summary>
internal sealed class RideMemories
{
    private readonly RiderMetadata metadata;
    private float[][] layers;
    private float[] tokens;       // [B, E, D]
    private int[] slots;          // [B, 2 S]: each world's slots, twice over
    private long[] steps;         // [B]
    private double[] returns;     // [B]
    private ActionBatch? actions; // [B]

    /// <param name="weights">Of the rider.</param>
    public RideMemories(RiderWeights weights)
    {
        metadata = weights.Metadata;
        WindowTokens = metadata.Reach * metadata.TokensOfAStep;
        // The last action belongs to the step before, and so looks back one step further than what is new.
        SlotsOfAWorld = metadata.Band == 0 ? WindowTokens : (metadata.Band + 1) * metadata.TokensOfAStep;
        layers = Array.ConvertAll(weights.Layers, _ => Array.Empty<float>());
        (tokens, slots, steps, returns) = ([], [], [], []);
    }

    /// <summary>B: how many worlds there is room for.</summary>
    public int Worlds => steps.Length;

    /// <summary>E.</summary>
    public int WindowTokens { get; }

    /// <summary>S.</summary>
    public int SlotsOfAWorld { get; }

    /// <summary>The slots of all worlds.</summary>
    public int[] Slots => slots;

    /// <summary>A layer's keys and values, [B S, 2D].</summary>
    public float[] Layer(int layer) => layers[layer];

    /// <summary>How many steps of a world's ride are over.</summary>
    public ref long Steps(int world) => ref steps[world];

    /// <summary>The return that is still asked for.</summary>
    public ref double ReturnToGo(int world) => ref returns[world];

    /// <summary>What was done last.</summary>
    public ActionView LastAction(int world) => actions![world];

    /// <summary>Remembers what the first worlds do.</summary>
    public void Act(ActionBatch chosen)
    {
        chosen.Choices.CopyTo(actions!.Choices);
        chosen.Values.CopyTo(actions.Values);
        for (var world = 0; world < chosen.Count; world++)
            steps[world]++;
    }

    /// <summary>A token that is in the window, [D].</summary>
    public Span<float> Token(int world, long token) =>
        tokens.AsSpan(((world * WindowTokens) + (int)(token % WindowTokens)) * metadata.Width, metadata.Width);

    /// <summary>The slot of a token.</summary>
    public int SlotOf(int world, long token) => (world * SlotsOfAWorld) + (int)(token % SlotsOfAWorld);

    /// <summary>Where in <see cref="Slots"/> the slots from a token on begin.</summary>
    public int StartOf(int world, long token) => (2 * world * SlotsOfAWorld) + (int)(token % SlotsOfAWorld);

    /// <summary>Makes room for more worlds, whose rides have not begun.</summary>
    public void Reserve(int worlds)
    {
        if (worlds <= Worlds)
            return;
        Array.Resize(ref tokens, checked(worlds * WindowTokens * metadata.Width));
        for (var layer = 0; layer < layers.Length; layer++)
            Array.Resize(ref layers[layer], checked(worlds * SlotsOfAWorld * 2 * metadata.Width));
        Array.Resize(ref returns, worlds);
        var earlier = actions;
        actions = new ActionBatch(metadata.Actions, worlds);
        earlier?.Choices.CopyTo(actions.Choices);
        earlier?.Values.CopyTo(actions.Values);
        slots = new int[2 * worlds * SlotsOfAWorld];
        for (var i = 0; i < slots.Length; i++)
            slots[i] = (i / (2 * SlotsOfAWorld) * SlotsOfAWorld) + (i % SlotsOfAWorld);
        Array.Resize(ref steps, worlds);
    }
}
