using System.Text.Json;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// One JSON object a line, a name for each column; an array <c>"obs": [1, 2]</c> stands for the columns obs_0 and obs_1. The
/// first line says which columns there are.
/// </summary>
internal sealed class JsonLinesLog : ILogReader
{
    private readonly string file;
    private readonly StreamReader lines;
    private readonly Dictionary<string, int> places = [];
    private readonly List<string> columns = [];
    private readonly List<string> cells = [];
    private bool isAhead;

    public JsonLinesLog(string file)
    {
        this.file = file;
        lines = new StreamReader(file);
        try
        {
            if (!Advance())
            {
                throw new InvalidDataException($"'{file}' is empty: give one JSON object for each step, each on a line of its own");
            }

            isAhead = true;
        }
        catch
        {
            lines.Dispose();
            throw;
        }
    }

    public IReadOnlyList<string> Columns => columns;

    public int Line { get; private set; }

    public ReadOnlySpan<char> this[int column] => cells[column];

    public bool Read()
    {
        if (isAhead)
        {
            isAhead = false;
            return true;
        }

        return Advance();
    }

    public void Dispose() => lines.Dispose();

    private bool Advance()
    {
        while (lines.ReadLine() is { } line)
        {
            Line++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                Take(line);
                return true;
            }
        }

        return false;
    }

    private void Take(string line)
    {
        var isFirst = columns.Count == 0;
        for (var column = 0; column < cells.Count; column++)
        {
            cells[column] = "";
        }

        try
        {
            using var json = JsonDocument.Parse(line);
            foreach (var property in json.RootElement.EnumerateObject())
            {
                Take(property.Name, property.Value, isFirst);
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"'{file}' line {Line}: it is not one JSON object: give an object for each step, each on a line of its own", fault);
        }
    }

    private void Take(string name, JsonElement value, bool isFirst)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var (number, item) in value.EnumerateArray().Index())
            {
                Take($"{name}_{number}", item, isFirst);
            }

            return;
        }

        if (isFirst && places.TryAdd(name, columns.Count))
        {
            columns.Add(name);
            cells.Add("");
        }

        // A name that the first line has not is no column: nothing is done with it.
        if (places.TryGetValue(name, out var place))
        {
            cells[place] = value.ValueKind == JsonValueKind.Null ? "" : value.ToString();
        }
        else if (name.LastIndexOf('_') is var end and > 0 && places.ContainsKey($"{name[..end]}_0"))
        {
            throw LogFault.At(file, Line, name[..end], "its array has more numbers than in the first line: give as many in each");
        }
    }
}
