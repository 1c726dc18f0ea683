namespace Tandem.Environments;

/// <summary>Makes many worlds that are stepped together.</summary>
public static class VectorEnvironment
{
    /// <summary>Worlds of one dynamics over plain states: the fast kind, more than a hundred million steps a second for a small world.</summary>
    /// <remarks>What a step throws, or a reward or observation of it that is not finite, is reported as an <see cref="EnvironmentException"/>; reset before going on.</remarks>
    /// <param name="world">The dynamics.</param>
    /// <param name="count">How many worlds; at least 1.</param>
    /// <param name="stepLimit">After this many steps an episode is truncated; null: never.</param>
    public static IVectorEnvironment Create<TWorld, TState>(TWorld world, int count, int? stepLimit = null)
        where TWorld : IWorld<TState>
        where TState : unmanaged
    {
        CheckShape(count, stepLimit);
        return new VectorShell<StateWorlds<TWorld, TState>>(new StateWorlds<TWorld, TState>(world, count), count, stepLimit);
    }

    /// <summary>Worlds that are objects.</summary>
    /// <remarks>What a world throws, or a reward or observation of it that is not finite, is reported as an <see cref="EnvironmentException"/>; reset before going on.</remarks>
    /// <param name="create">Makes one world; called once for each.</param>
    /// <param name="count">How many worlds; at least 1.</param>
    /// <param name="stepLimit">After this many steps an episode is truncated; null: never.</param>
    public static IVectorEnvironment Create(Func<IEnvironment> create, int count, int? stepLimit = null)
    {
        CheckShape(count, stepLimit);
        return new VectorShell<ObjectWorlds>(new ObjectWorlds(create, count), count, stepLimit);
    }

    private static void CheckShape(int count, int? stepLimit)
    {
        if (count < 1)
        {
            throw new ArgumentException($"{count} worlds cannot be stepped: give at least 1");
        }

        if (stepLimit < 1)
        {
            throw new ArgumentException($"a step limit of {stepLimit} leaves no step to take: give at least 1, or none");
        }
    }
}
