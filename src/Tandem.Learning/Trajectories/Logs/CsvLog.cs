namespace Tandem.Learning.Trajectories;

/// <summary>
/// Comma-separated rows under a row of names (RFC 4180, without line breaks inside quotes); semicolons or tabs where the
/// names are separated by these.
/// </summary>
internal sealed class CsvLog : ILogReader
{
    private readonly string file;
    private readonly StreamReader lines;
    private readonly char separator;
    private readonly List<ReadOnlyMemory<char>> cells = [];

    public CsvLog(string file)
    {
        this.file = file;
        lines = new StreamReader(file);
        try
        {
            var names = lines.ReadLine() ?? throw new InvalidDataException($"'{file}' is empty: give a row of column names, then a row for each step");
            separator = names.Contains(',') ? ',' : names.Contains('\t') ? '\t' : names.Contains(';') ? ';' : ',';
            Line = 1;
            Cut(names);
            Columns = [.. cells.Select(cell => cell.ToString().Trim())];
            RefuseTwice();
        }
        catch
        {
            lines.Dispose();
            throw;
        }
    }

    public IReadOnlyList<string> Columns { get; }

    public int Line { get; private set; }

    public ReadOnlySpan<char> this[int column] => cells[column].Span.Trim();

    public bool Read()
    {
        while (lines.ReadLine() is { } line)
        {
            Line++;
            if (line.AsSpan().Trim().IsEmpty)
            {
                continue;
            }

            Cut(line);
            return cells.Count == Columns.Count ? true
                : throw LogFault.At(file, Line, $"it has {cells.Count} fields where the first line names {Columns.Count} columns: give as many");
        }

        return false;
    }

    public void Dispose() => lines.Dispose();

    private void Cut(string line)
    {
        cells.Clear();
        for (var start = 0; start <= line.Length;)
        {
            start = line.AsSpan(start).StartsWith("\"") ? CutQuoted(line, start) : CutPlain(line, start);
        }
    }

    private int CutPlain(string line, int start)
    {
        var end = line.IndexOf(separator, start);
        end = end < 0 ? line.Length : end;
        cells.Add(line.AsMemory(start, end - start));
        return end + 1;
    }

    /// <summary>Within quotes a doubled quote is one.</summary>
    private int CutQuoted(string line, int start)
    {
        var end = start + 1;
        while (end < line.Length && (line[end] != '"' || (end + 1 < line.Length && line[end + 1] == '"')))
        {
            end += line[end] == '"' ? 2 : 1;
        }

        if (end >= line.Length || (end + 1 < line.Length && line[end + 1] != separator))
        {
            throw LogFault.At(file, Line, $"the quote at character {start + 1} is not closed before the field ends: close it, and double those within");
        }

        cells.Add(line[(start + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal).AsMemory());
        return end + 2;
    }

    private void RefuseTwice()
    {
        if (Columns.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw LogFault.At(file, 1, $"the name '{twice.Key}' stands for {twice.Count()} columns: give each its own");
        }
    }
}
