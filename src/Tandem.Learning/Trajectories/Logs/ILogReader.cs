namespace Tandem.Learning.Trajectories;

/// <summary>A log, row by row, with named columns.</summary>
internal interface ILogReader : IDisposable
{
    /// <summary>The names of the columns.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>The line that the present row stands in, from 1.</summary>
    int Line { get; }

    /// <summary>What the present row has in a column; empty where it has nothing.</summary>
    ReadOnlySpan<char> this[int column] { get; }

    /// <summary>Goes on to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InvalidDataException">The row has another form than the first.</exception>
    bool Read();
}
