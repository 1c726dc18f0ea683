namespace Tandem.Environments;

/// <summary>The check that every step of many worlds pays for.</summary>
internal static class ActionCheck
{
    /// <summary>Refuses a batch that is not of so many actions of the space.</summary>
    public static void Check(ActionBatch actions, Space space, int count)
    {
        ArgumentNullException.ThrowIfNull(actions);
        if (actions.Count != count)
            throw new ArgumentException($"{actions.Count} actions were given to {count} worlds: give one for each");

        if (!ReferenceEquals(actions.Space, space) && !actions.Space.Equals(space))
            throw new ArgumentException($"actions of {actions.Space} were given to worlds that take {space}: make the batch for the worlds' own space");

        if (!space.Contains(actions, out var world))
            throw new ArgumentException($"world {world} cannot take {space.Objection(actions[world])}");
    }
}
