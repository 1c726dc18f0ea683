using System.Globalization;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// The episodes of a log, one after the other, checked as they are read.
/// Legend: N steps, W columns of observations, A columns of actions.
/// </summary>
/// <remarks>
/// Most logs do not say what was seen after the last step. Where the episode terminated nothing depends on it, and the last
/// observation stands in. Where it was cut much does: the last step is then given up, and what was seen before it is the
/// final observation.
/// </remarks>
internal sealed class LogEpisodes : IDisposable
{
    private readonly string file;
    private readonly ILogReader log;
    private readonly LogLayout layout;
    private readonly HashSet<string> begun = [];
    private readonly List<float> observations = [];
    private readonly List<double> actions = [];
    private readonly List<double> rewards = [];
    private readonly List<int> lines = [];
    private bool hasRow;
    private long lastStep;
    private bool terminated;
    private bool truncated;
    private bool hasFinal;

    public LogEpisodes(string file, LogOptions options)
    {
        this.file = file;
        log = Open(file);
        try
        {
            layout = LogLayout.Of(file, log.Columns, options);
            hasRow = log.Read();
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    public int ObservationWidth => layout.Observations.Length;

    public int ActionWidth => layout.Actions.Length;

    /// <summary>How many episodes could not be kept: one step that was cut, and nothing seen after it.</summary>
    public int GivenUp { get; private set; }

    public bool Terminated => terminated;

    /// <summary>An episode that just stops was cut.</summary>
    public bool Truncated => truncated || !terminated;

    /// <summary>[N + 1, W].</summary>
    public IReadOnlyList<float> Observations => observations;

    /// <summary>[N, A].</summary>
    public IReadOnlyList<double> Actions => actions;

    /// <summary>[N].</summary>
    public IReadOnlyList<double> Rewards => rewards;

    /// <summary>Reads the next episode.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InvalidDataException">Something in it is wrong; the message names line and column.</exception>
    public bool Next()
    {
        while (hasRow)
        {
            ReadEpisode();
            if (Complete())
            {
                return true;
            }

            GivenUp++;
        }

        return false;
    }

    /// <summary>What is wrong with a step's action or what was seen before it, at its line.</summary>
    public InvalidDataException Fault(int step, string what) => LogFault.At(file, lines[Math.Min(step, lines.Count - 1)], what);

    public void Dispose() => log.Dispose();

    private static ILogReader Open(string file)
    {
        try
        {
            return Path.GetExtension(file).ToUpperInvariant() switch
            {
                ".JSONL" or ".NDJSON" => new JsonLinesLog(file),
                ".CSV" or ".TSV" or ".TXT" => new CsvLog(file),
                _ => throw new ArgumentException($"'{file}' is no log: give a file that ends in .csv or .jsonl"),
            };
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"there is no file '{file}': give a log that ends in .csv or .jsonl", file, fault);
        }
    }

    private void ReadEpisode()
    {
        var name = log[layout.Episode].ToString();
        if (!begun.Add(name))
        {
            throw Wrong(layout.Episode, $"episode '{name}' goes on after another began: give the rows of an episode together");
        }

        observations.Clear();
        actions.Clear();
        rewards.Clear();
        lines.Clear();
        (terminated, truncated, hasFinal, lastStep) = (false, false, false, -1);
        do
        {
            ReadRow(name);
            hasRow = log.Read();
        }
        while (hasRow && log[layout.Episode].SequenceEqual(name));
    }

    private void ReadRow(string name)
    {
        if (hasFinal && layout.NextObservations.Length == 0)
        {
            throw Wrong(layout.Episode, $"episode '{name}' goes on after its final observation: give the steps after it a name of their own");
        }

        if (IsFinalRow())
        {
            ReadNumbers(layout.Observations);
            hasFinal = true;
            return;
        }

        if (terminated || truncated)
        {
            throw Wrong(layout.Episode, $"episode '{name}' goes on after it {(terminated ? "terminated" : "was truncated")} in line {lines[^1]}: give the steps after it a name of their own");
        }

        ReadStep(name);
    }

    /// <summary>A row after the last step that only says what was seen then.</summary>
    private bool IsFinalRow() => lines.Count > 0 && layout.NextObservations.Length == 0
        && log[layout.Reward].IsEmpty && layout.Actions.All(column => log[column].IsEmpty);

    private void ReadStep(string name)
    {
        CheckTime(name);
        lines.Add(log.Line);
        if (hasFinal)
        {
            // What was seen after the step before is seen before this one.
            observations.RemoveRange(observations.Count - ObservationWidth, ObservationWidth);
        }

        ReadNumbers(layout.Observations);
        foreach (var column in layout.Actions)
        {
            actions.Add(Number(column));
        }

        rewards.Add(Number(layout.Reward));
        terminated = Flag(layout.Terminated);
        truncated = layout.Truncated is { } place && Flag(place);
        hasFinal = layout.NextObservations.Length > 0;
        if (hasFinal)
        {
            ReadNumbers(layout.NextObservations);
        }
    }

    private void CheckTime(string name)
    {
        if (layout.Step is not { } column)
        {
            return;
        }

        if (!long.TryParse(log[column], NumberStyles.Integer, CultureInfo.InvariantCulture, out var step))
        {
            throw Wrong(column, $"'{log[column]}' is no whole number: give the steps of an episode numbers, from 0 or 1 on");
        }

        var isRight = lines.Count == 0 ? step is 0 or 1 : step == lastStep + 1;
        if (!isRight)
        {
            throw Wrong(column, lines.Count == 0 ? $"episode '{name}' begins with step {step}: give its steps from 0 or 1 on"
                : step > lastStep ? $"step {step} follows step {lastStep} in episode '{name}': give what lies between, or end the episode there"
                : $"step {step} follows step {lastStep} in episode '{name}': give the rows of an episode in order of time");
        }

        lastStep = step;
    }

    private void ReadNumbers(int[] columns)
    {
        foreach (var column in columns)
        {
            observations.Add((float)Number(column));
        }
    }

    private double Number(int column)
    {
        if (!double.TryParse(log[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            throw Wrong(column, log[column].IsEmpty ? "there is nothing: give a number" : $"'{log[column]}' is no number: give one, with a point before its decimals");
        }

        // It is kept and learned from in single precision.
        return float.IsFinite((float)number) ? number
            : throw Wrong(column, $"'{log[column]}' is not finite{(double.IsFinite(number) ? " in single precision" : "")}, and nothing can be learned from it: give a finite number, or leave the episode out");
    }

    private bool Flag(int column) => log[column] switch
    {
        "1" or "true" or "True" or "TRUE" or "1.0" => true,
        "0" or "false" or "False" or "FALSE" or "0.0" => false,
        var other => throw Wrong(column, $"'{other}' is neither true nor false: give true or false, or 1 or 0"),
    };

    /// <summary>Sees to the final observation.</summary>
    /// <returns>Whether anything is left of the episode.</returns>
    private bool Complete()
    {
        if (hasFinal)
        {
            return true;
        }

        if (terminated)
        {
            observations.AddRange(observations[^ObservationWidth..]);
            return true;
        }

        rewards.RemoveAt(rewards.Count - 1);
        actions.RemoveRange(actions.Count - ActionWidth, ActionWidth);
        return rewards.Count > 0;
    }

    private InvalidDataException Wrong(int column, string what) => LogFault.At(file, log.Line, log.Columns[column], what);
}
