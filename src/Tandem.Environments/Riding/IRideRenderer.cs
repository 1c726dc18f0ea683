namespace Tandem.Environments;

/// <summary>Draws moments of a recorded ride as text. It looks at the ride only: a world knows nothing of being drawn.</summary>
public interface IRideRenderer
{
    /// <summary>Draws one moment; what went before may show as a trail.</summary>
    /// <param name="ride">The ride.</param>
    /// <param name="moment">Which of its moments, 0 for the start.</param>
    /// <param name="style">What the terminal can show.</param>
    /// <returns>The lines from top to bottom, equally many for every moment of the ride, so that one frame can be drawn over another.</returns>
    IReadOnlyList<string> Draw(RecordedRide ride, int moment, DrawingStyle style);
}

/// <summary>What a terminal can show.</summary>
public sealed record DrawingStyle
{
    /// <summary>Whether to colour with ANSI escape sequences.</summary>
    public bool Color { get; init; } = true;

    /// <summary>Whether characters beyond ASCII can be shown.</summary>
    public bool Unicode { get; init; } = true;

    /// <summary>Columns that a drawing may take.</summary>
    public int Columns { get; init; } = 80;

    /// <summary>Lines that a drawing may take.</summary>
    public int Lines { get; init; } = 24;
}
