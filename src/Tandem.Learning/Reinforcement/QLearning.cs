namespace Tandem.Learning.Reinforcement;

/// <summary>
/// Q-learning over a table (Watkins, "Learning from delayed rewards", 1989): a value for every action in every state, moved at each
/// step towards what was earned and the best value that follows, Q(s, a) ← Q(s, a) + α·(r + γ·maxₐ′ Q(s′, a′) − Q(s, a)).
/// </summary>
/// <remarks>
/// The rate falls with the number of times an action was taken, α = α₀·n^−ω (Even-Dar and Mansour, "Learning rates for
/// Q-learning", 2003): for ω from ½ to 1 the values come to the exact ones. A truncated episode is worth what the table says of
/// its final state. The table is saved as a linear perceptron over one-hot states, so it acts wherever a perceptron acts.
/// Legend: S states, K actions, all combinations of the parts where the world's are multi-discrete.
/// </remarks>
public sealed class QLearning : ILearner
{
    /// <summary>How many steps an update takes at least.</summary>
    private const int UpdateSteps = 10_000;

    private readonly QLearningOptions options;
    private readonly ShelledWorlds worlds;
    private readonly CategoricalHeads heads;
    private readonly int actionCount;
    private readonly double[] values;
    private readonly int[] visits;
    private readonly int[] states;
    private readonly int[] picks;
    private readonly ActionBatch actions;
    private readonly List<Ride> finished = [];
    private readonly MetricMeans means = new("meanValue", "meanError");
    private RandomStream exploring;
    private long visited;

    /// <summary>Prepares a training; its first update begins the first episodes.</summary>
    /// <param name="worlds">Worlds with discrete observations, and discrete or multi-discrete actions.</param>
    /// <param name="options">The settings.</param>
    public QLearning(IVectorEnvironment worlds, QLearningOptions options)
    {
        ArgumentNullException.ThrowIfNull(worlds);
        ArgumentNullException.ThrowIfNull(options);
        AlgorithmFit.RequireChoices(worlds.Actions, "q-learning");
        var stateCount = worlds.Observations is Discrete discrete ? discrete.Count
            : throw new ArgumentException($"q-learning keeps a table of numbered states, and this world shows {worlds.Observations}: train it with dqn, ppo or a2c");
        (this.options, this.worlds) = (options, new ShelledWorlds(worlds, new ShellOptions()));
        heads = new CategoricalHeads(worlds.Actions, ActionHeads.Joint);
        actionCount = heads.LogitCount;
        if (Math.Max(stateCount, actionCount) > PerceptronShape.MaximumWidth)
        {
            throw new ArgumentException($"a table of {stateCount} states and {actionCount} actions is too large: give at most {PerceptronShape.MaximumWidth} of each, or show the state as numbers of a box and train with dqn");
        }

        if ((stateCount + 1L) * Linear.Stride(actionCount) > Array.MaxLength)
        {
            throw new ArgumentException($"a table of {stateCount} states and {actionCount} actions is too large: give at most {(Array.MaxLength / Linear.Stride(actionCount)) - 1} states to so many actions, or show the state as numbers of a box and train with dqn");
        }

        values = new double[stateCount * actionCount];
        Array.Fill(values, options.InitialValue);
        visits = new int[values.Length];
        states = new int[worlds.Count];
        picks = new int[worlds.Count];
        actions = new ActionBatch(worlds.Actions, worlds.Count);
        exploring = RandomStream.Create(options.Seed, StreamPurpose.Policy);
        this.worlds.Reset(options.Seed);
    }

    /// <inheritdoc/>
    public long Steps { get; private set; }

    /// <inheritdoc/>
    public LearnerProgress Progress => new(Math.Min(Steps, options.Steps), options.Steps);

    /// <inheritdoc/>
    public bool IsComplete => Steps >= options.Steps;

    /// <inheritdoc/>
    public Agent Agent => new(ToPerceptron(), worlds.Observations, new ActionValueForm(worlds.Actions));

    /// <summary>ε: how likely the next action is drawn at random.</summary>
    private double Exploration
    {
        get
        {
            var share = Steps / (options.ExplorationShare * options.Steps);
            return share < 1 ? options.ExplorationStart + ((options.ExplorationEnd - options.ExplorationStart) * share) : options.ExplorationEnd;
        }
    }

    /// <summary>Learns a table for a world: the whole training in one call.</summary>
    /// <param name="world">Makes a world.</param>
    /// <param name="options">The settings; null: the defaults.</param>
    /// <param name="stepLimit">After this many steps an episode is truncated.</param>
    /// <param name="observer">Is told of every update.</param>
    /// <param name="cancellation">Ends the training after the update at hand.</param>
    public static Agent Train(
        Func<IEnvironment> world,
        QLearningOptions? options = null,
        int stepLimit = 1_000,
        Action<LearnerUpdate>? observer = null,
        CancellationToken cancellation = default)
    {
        options ??= new QLearningOptions();
        using var training = new QLearning(VectorEnvironment.Create(world, options.Worlds, stepLimit), options);
        return training.RunToEnd(observer, cancellation);
    }

    /// <summary>Takes 10,000 steps or a little more, and learns from each.</summary>
    /// <exception cref="NonFiniteLossException">An error is not finite; the table is as the last good error left it.</exception>
    public LearnerUpdate Update()
    {
        finished.Clear();
        var until = Math.Min(Steps + UpdateSteps, options.Steps);
        while (Steps < until)
        {
            Act();
            for (var world = 0; world < worlds.Count; world++)
            {
                Learn(world);
            }

            Steps += worlds.Count;
            foreach (var episode in worlds.Tally.Finished)
            {
                finished.Add(episode.Ride);
            }
        }

        return new LearnerUpdate(Steps, [.. finished],
        [
            .. means.Take(),
            KeyValuePair.Create("exploration", Exploration),
            KeyValuePair.Create("visitedShare", (double)visited / values.Length),
        ]);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Steps);
        writer.Write(visited);
        writer.Write(exploring);
        writer.WriteNumbers<double>(values);
        writer.WriteNumbers<int>(visits);
        writer.WriteBytes(worlds.SaveState());
    }

    /// <inheritdoc/>
    public int Restore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Steps = reader.ReadInt64();
        visited = reader.ReadInt64();
        exploring = reader.ReadRandomStream();
        reader.ReadNumbers<double>(values);
        reader.ReadNumbers<int>(visits);
        return worlds.RestoreState(reader.ReadBytes());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing outside the garbage collector's reach.
    }

    private void Act()
    {
        var exploration = Exploration;
        for (var world = 0; world < worlds.Count; world++)
        {
            states[world] = (int)worlds.CurrentObservations[world];
            picks[world] = exploring.NextDouble() < exploration ? exploring.NextInt32(actionCount) : Best(states[world]);
            heads.ToAction(picks.AsSpan(world, 1), actions.Choices.Slice(world * actions.Space.Width, actions.Space.Width));
        }

        worlds.Step(actions);
    }

    private void Learn(int world)
    {
        var pair = (states[world] * actionCount) + picks[world];
        var following = worlds.Terminated[world] ? 0 : ValueOf(StateAfter(world));
        var error = worlds.Rewards[world] + (options.Discount * following) - values[pair];
        if (!double.IsFinite(error))
        {
            throw new NonFiniteLossException(Steps, options.LearningRate);
        }

        visited += visits[pair] == 0 ? 1 : 0;
        visits[pair]++;
        values[pair] += options.LearningRate * Math.Pow(visits[pair], -options.LearningRateDecay) * error;
        means.Add(values[pair], Math.Abs(error));
    }

    private int StateAfter(int world) =>
        (int)(worlds.Truncated[world] ? worlds.FinalObservations[world] : worlds.CurrentObservations[world]);

    private double ValueOf(int state) => values[(state * actionCount) + Best(state)];

    /// <summary>The best action in a state, the first of equals.</summary>
    private int Best(int state)
    {
        var row = values.AsSpan(state * actionCount, actionCount);
        var best = 0;
        for (var action = 1; action < row.Length; action++)
        {
            best = row[action] > row[best] ? action : best;
        }

        return best;
    }

    /// <summary>The table as the weight of a linear map over one-hot states, [K, S].</summary>
    private Perceptron ToPerceptron()
    {
        var stateCount = values.Length / actionCount;
        var weight = new float[values.Length];
        for (var pair = 0; pair < values.Length; pair++)
        {
            weight[(pair % actionCount * stateCount) + (pair / actionCount)] = (float)values[pair];
        }

        var perceptron = new Perceptron(new PerceptronShape(stateCount, [], actionCount));
        perceptron.WriteWeight(0, weight);
        return perceptron;
    }
}
