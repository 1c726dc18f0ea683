namespace Tandem.Environments;

/// <summary>
/// A world as it stands in a catalogue: how to make it, and what a user should know about it.
/// Made by one of <c>Of</c> and <c>OfWorld</c>; the rest is added with a <c>with</c> expression.
/// </summary>
public sealed record EnvironmentSpec
{
    private readonly Func<object?, IEnvironment> create;
    private readonly Func<object?, int, int?, IVectorEnvironment> createVector;

    private EnvironmentSpec(
        string id, object? defaultOptions, Func<object?, IEnvironment> create, Func<object?, int, int?, IVectorEnvironment> createVector)
    {
        Id = EnvironmentId.Parse(id).ToString();
        DefaultOptions = defaultOptions;
        this.create = create;
        this.createVector = createVector;
    }

    /// <summary>Name and version, <c>BicycleGrid-v0</c>.</summary>
    public string Id { get; }

    /// <summary>The options that the world is made with unless others are given: a sealed record, or null if it has none.</summary>
    public object? DefaultOptions { get; }

    /// <summary>What the world is about, in one sentence.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The paper or project that the world comes from.</summary>
    public string Source { get; init; } = "";

    /// <summary>After this many steps an episode is truncated; null: never.</summary>
    public int? StepLimit
    {
        get;
        init => field = value is null or >= 1 ? value
            : throw new ArgumentException($"a step limit of {value} leaves no step to take: give at least 1, or none");
    }

    /// <summary>The mean return from which on the world counts as solved; null: none is agreed upon.</summary>
    public double? RewardThreshold { get; init; }

    /// <summary>The meaning of each number of an observation, in order.</summary>
    public IReadOnlyList<NumberMeaning> ObservationMeanings { get; init; } = [];

    /// <summary>The meaning of each part of an action, in order.</summary>
    public IReadOnlyList<NumberMeaning> ActionMeanings { get; init; } = [];

    /// <summary>The meaning of the reward.</summary>
    public NumberMeaning? RewardMeaning { get; init; }

    /// <summary>
    /// Computes the exact mean return of the best possible rider under given options and a step limit, null for none;
    /// null: it is not known.
    /// </summary>
    public Func<object?, int?, double?>? Optimum { get; init; }

    /// <summary>Tells whether a ride did what the world is about, such as arriving at a goal; null: returns alone tell.</summary>
    public Func<Ride, bool>? Success { get; init; }

    /// <summary>Makes what draws rides in this world under given options; null: they cannot be drawn.</summary>
    public Func<object?, IRideRenderer>? Renderer { get; init; }

    /// <summary>Tells how rides under given options are shown as an animated SVG file; null: they cannot be.</summary>
    public Func<object?, RideSvgOptions>? Svg { get; init; }

    /// <summary>Riders that need no learning; empty where none is known.</summary>
    public IReadOnlyList<Yardstick> Yardsticks { get; init; } = [];

    /// <summary>Computes tables that say more of the world under given options; null: there are none.</summary>
    public Func<object?, IReadOnlyList<WorldTable>>? Tables { get; init; }

    /// <summary>Computes curves that say more of the world under given options; null: there are none.</summary>
    public Func<object?, WorldCurves>? Curves { get; init; }

    /// <summary>The spaces of a world that takes a while to make, told without making it; null: a world is made and asked.</summary>
    internal Func<object?, (Space Observations, Space Actions)>? Spaces { get; init; }

    /// <summary>A world that is a user's object, without options.</summary>
    /// <param name="id">Name and version.</param>
    /// <param name="create">Makes a new world at each call.</param>
    public static EnvironmentSpec Of(string id, Func<IEnvironment> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return new EnvironmentSpec(id, null, _ => create(), (_, count, limit) => VectorEnvironment.Create(create, count, limit));
    }

    /// <summary>A world that is a user's object, with options.</summary>
    /// <param name="id">Name and version.</param>
    /// <param name="defaults">The options unless others are given: a sealed record whose properties check themselves.</param>
    /// <param name="create">Makes a new world at each call.</param>
    public static EnvironmentSpec Of<TOptions>(string id, TOptions defaults, Func<TOptions, IEnvironment> create)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(defaults);
        ArgumentNullException.ThrowIfNull(create);
        return new EnvironmentSpec(
            id,
            defaults,
            options => create((TOptions)options!),
            (options, count, limit) => VectorEnvironment.Create(() => create((TOptions)options!), count, limit));
    }

    /// <summary>A world of dynamics over plain states, with options: the kind that is stepped by the thousand.</summary>
    /// <param name="id">Name and version.</param>
    /// <param name="defaults">The options unless others are given: a sealed record whose properties check themselves.</param>
    /// <param name="create">Makes the dynamics.</param>
    public static EnvironmentSpec OfWorld<TWorld, TState, TOptions>(string id, TOptions defaults, Func<TOptions, TWorld> create)
        where TWorld : IWorld<TState>
        where TState : unmanaged
        where TOptions : class =>
        OfWorld<TWorld, TState, TOptions>(id, defaults, create, (options, count, limit) => VectorEnvironment.Create<TWorld, TState>(create(options), count, limit));

    /// <summary>As the public one, with a way of its own to make many worlds.</summary>
    internal static EnvironmentSpec OfWorld<TWorld, TState, TOptions>(
        string id, TOptions defaults, Func<TOptions, TWorld> create, Func<TOptions, int, int?, IVectorEnvironment> createMany)
        where TWorld : IWorld<TState>
        where TState : unmanaged
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(defaults);
        ArgumentNullException.ThrowIfNull(create);
        return new EnvironmentSpec(
            id,
            defaults,
            options => new WorldEnvironment<TWorld, TState>(create((TOptions)options!)),
            (options, count, limit) => createMany((TOptions)options!, count, limit));
    }

    /// <summary>Makes one world. It has no step limit: that belongs to whoever steps it.</summary>
    /// <param name="options">Of the type of <see cref="DefaultOptions"/>; null: those.</param>
    public IEnvironment Create(object? options = null) => create(Checked(options));

    /// <summary>What is seen in the world and what may be done in it.</summary>
    /// <param name="options">Of the type of <see cref="DefaultOptions"/>; null: those.</param>
    public (Space Observations, Space Actions) SpacesOf(object? options = null)
    {
        if (Spaces is not null)
        {
            return Spaces(Checked(options));
        }

        var world = Create(options);
        return (world.Observations, world.Actions);
    }

    /// <summary>Makes many worlds with the step limit of the catalogue.</summary>
    /// <param name="count">How many; at least 1.</param>
    /// <param name="options">Of the type of <see cref="DefaultOptions"/>; null: those.</param>
    public IVectorEnvironment CreateVector(int count, object? options = null) => CreateVector(count, options, StepLimit);

    /// <summary>Makes many worlds with a step limit of one's own.</summary>
    /// <param name="count">How many; at least 1.</param>
    /// <param name="options">Of the type of <see cref="DefaultOptions"/>; null: those.</param>
    /// <param name="stepLimit">After this many steps an episode is truncated; null: never.</param>
    public IVectorEnvironment CreateVector(int count, object? options, int? stepLimit) =>
        createVector(Checked(options), count, stepLimit);

    /// <summary>Makes many worlds in a shell that normalises, stacks, fits actions and keeps the episodes' statistics.</summary>
    /// <param name="count">How many; at least 1.</param>
    /// <param name="options">Of the type of <see cref="DefaultOptions"/>; null: those.</param>
    /// <param name="stepLimit">After this many steps an episode is truncated; null: never.</param>
    /// <param name="shell">What the shell does.</param>
    public ShelledWorlds CreateVector(int count, object? options, int? stepLimit, ShellOptions shell) =>
        new(CreateVector(count, options, stepLimit), shell);

    /// <summary>The exact mean return of the best possible rider within the step limit of the catalogue, or null where it is not known.</summary>
    /// <param name="options">Of the type of <see cref="DefaultOptions"/>; null: those.</param>
    public double? OptimalReturn(object? options = null) => OptimalReturn(options, StepLimit);

    /// <summary>The exact mean return of the best possible rider within a step limit of one's own, or null where it is not known.</summary>
    /// <param name="options">Of the type of <see cref="DefaultOptions"/>; null: those.</param>
    /// <param name="stepLimit">After this many steps an episode is truncated; null: never.</param>
    public double? OptimalReturn(object? options, int? stepLimit) => Optimum?.Invoke(Checked(options), stepLimit);

    /// <summary>Makes one of <see cref="Yardsticks"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Of the type of <see cref="DefaultOptions"/>; null: those.</param>
    /// <param name="stepLimit">After this many steps an episode is truncated; null: never.</param>
    /// <exception cref="ArgumentException">There is no rider of that name.</exception>
    public IPolicy CreateYardstick(string name, object? options, int? stepLimit) => FindYardstick(name).Create(Checked(options), stepLimit);

    /// <summary>Makes one of <see cref="Yardsticks"/>, with a stream of one's own for those that draw their choices.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="options">Of the type of <see cref="DefaultOptions"/>; null: those.</param>
    /// <param name="stepLimit">After this many steps an episode is truncated; null: never.</param>
    /// <param name="random">What its choices are drawn from, where it draws any.</param>
    /// <exception cref="ArgumentException">There is no rider of that name.</exception>
    public IPolicy CreateYardstick(string name, object? options, int? stepLimit, RandomStream random)
    {
        var yardstick = FindYardstick(name);
        return yardstick.CreateDrawing?.Invoke(Checked(options), stepLimit, random) ?? yardstick.Create(Checked(options), stepLimit);
    }

    /// <summary>How rides in this world are shown by <see cref="RideSvg"/>, or null where they cannot be.</summary>
    /// <param name="options">Of the type of <see cref="DefaultOptions"/>; null: those.</param>
    public RideSvgOptions? SvgOptions(object? options = null) => Svg?.Invoke(Checked(options));

    /// <summary>Makes what draws rides in this world, or null where they cannot be drawn.</summary>
    /// <param name="options">Of the type of <see cref="DefaultOptions"/>; null: those.</param>
    public IRideRenderer? CreateRenderer(object? options = null) => Renderer?.Invoke(Checked(options));

    /// <summary>Tables that say more of the world; empty where there are none.</summary>
    /// <param name="options">Of the type of <see cref="DefaultOptions"/>; null: those.</param>
    public IReadOnlyList<WorldTable> ComputeTables(object? options = null) => Tables?.Invoke(Checked(options)) ?? [];

    /// <summary>Curves that say more of the world, or null where there are none.</summary>
    /// <param name="options">Of the type of <see cref="DefaultOptions"/>; null: those.</param>
    public WorldCurves? ComputeCurves(object? options = null) => Curves?.Invoke(Checked(options));

    private Yardstick FindYardstick(string name) => Yardsticks.FirstOrDefault(known => known.Name == name)
        ?? throw new ArgumentException($"{Id} has no rider '{name}': {(Yardsticks.Count == 0 ? "it has none" : $"give {string.Join(" or ", Yardsticks.Select(known => known.Name))}")}");

    private object? Checked(object? options)
    {
        if (options is null || options.GetType() == DefaultOptions?.GetType())
        {
            return options ?? DefaultOptions;
        }

        var allowed = DefaultOptions is null ? "it has none" : $"give {DefaultOptions.GetType().Name}";
        throw new ArgumentException($"{Id} cannot be made with options of type {options.GetType().Name}: {allowed}");
    }
}
