using System.Globalization;
using Tandem.Cli.Terminal;
using Tandem.Inference.Translation;

namespace Tandem.Cli.Plots;

/// <summary>A matrix as coloured cells, such as the attention of each target token to each source token.</summary>
internal sealed record HeatMap : IFigure
{
    private const int Cell = 34;
    private const double Top = 46;
    private const double Letter = 8;
    private const double TextSize = 12;

    public required string Title { get; init; }

    /// <summary>The numbers, [row, column]; each at least 0.</summary>
    public required double[,] Values { get; init; }

    /// <summary>One for each row, from the top.</summary>
    public required IReadOnlyList<string> RowLabels { get; init; }

    /// <summary>One for each column, from the left.</summary>
    public required IReadOnlyList<string> ColumnLabels { get; init; }

    /// <summary>The number that is darkest; null: the largest there is.</summary>
    public double? Darkest { get; init; }

    /// <summary>Where a model looked: a row for each token it wrote, a column for each that it read.</summary>
    public static HeatMap Of(TranslationExplanation explanation)
    {
        var values = new double[explanation.Target.Count, explanation.Source.Count];
        for (var row = 0; row < explanation.Target.Count; row++)
        {
            for (var column = 0; column < explanation.Source.Count; column++)
                values[row, column] = explanation.Attention(row)[column];
        }

        return new()
        {
            Title = "Attention",
            Values = values,
            RowLabels = [.. explanation.Target.Select(AttentionTable.Name)],
            ColumnLabels = [.. explanation.Source.Select(AttentionTable.Name)],
            Darkest = 1,
        };
    }

    public int Width => (int)Math.Max(Left + (Cell * ColumnLabels.Count) + 24, (Title.Length * 10) + 40);

    public int Height => (int)(Floor + 20);

    private double Left => 24 + (RowLabels.Select(label => label.Length).DefaultIfEmpty(0).Max() * Letter);

    private double Ceiling => Top + 12 + (ColumnLabels.Select(label => label.Length).DefaultIfEmpty(0).Max() * Letter);

    private double Floor => Ceiling + (Cell * RowLabels.Count);

    public void Draw(ICanvas canvas)
    {
        var (rows, columns) = (Values.GetLength(0), Values.GetLength(1));
        if (rows != RowLabels.Count || columns != ColumnLabels.Count)
            throw new ArgumentException($"a heat map of {rows} × {columns} numbers has {RowLabels.Count} labels for its rows and {ColumnLabels.Count} for its columns: give as many");
        var darkest = Darkest ?? Math.Max(double.Epsilon, Values.Cast<double>().DefaultIfEmpty(1).Max());
        canvas.Text(new(Width / 2.0, Top / 2), Title, new(16, TextAnchor.Middle) { Colour = Colour.Black });
        for (var row = 0; row < rows; row++)
        {
            canvas.Text(new(Left - 8, Ceiling + ((row + 0.5) * Cell)), RowLabels[row], new(TextSize, TextAnchor.End));
            for (var column = 0; column < columns; column++)
                DrawCell(canvas, row, column, Math.Clamp(Values[row, column] / darkest, 0, 1));
        }

        for (var column = 0; column < columns; column++)
            canvas.Text(new(Left + ((column + 0.5) * Cell), Ceiling - 8), ColumnLabels[column], new(TextSize, IsUpright: true));
    }

    private void DrawCell(ICanvas canvas, int row, int column, double share)
    {
        var corner = new Point(Left + (column * Cell), Ceiling + (row * Cell));
        canvas.Fill(corner, Cell - 1, Cell - 1, Colour.Heat(share));
        var number = Values[row, column].ToString("0.00", CultureInfo.InvariantCulture);
        canvas.Text(
            new(corner.X + (Cell / 2.0), corner.Y + (Cell / 2.0)),
            number,
            new(9, TextAnchor.Middle) { Colour = share > 0.6 ? Colour.White : Colour.Ink });
    }
}
