namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>A small dense matrix, for what is computed once before a ride: it allocates at every operation.</summary>
internal sealed class SmallMatrix(int rows, int columns)
{
    /// <summary>Terms of the exponential's series: with a norm of at most 1/2 the 19th is below 10⁻²².</summary>
    private const int ExponentialTerms = 18;

    private readonly double[] entries = new double[rows * columns];

    public int Rows => rows;

    public int Columns => columns;

    public ref double this[int row, int column] => ref entries[(row * columns) + column];

    public static SmallMatrix Identity(int size) => Diagonal([.. Enumerable.Repeat(1.0, size)]);

    public static SmallMatrix Diagonal(params ReadOnlySpan<double> entries)
    {
        var matrix = new SmallMatrix(entries.Length, entries.Length);
        for (var i = 0; i < entries.Length; i++)
            matrix[i, i] = entries[i];
        return matrix;
    }

    public static SmallMatrix operator +(SmallMatrix one, SmallMatrix other) => Combine(one, other, 1);

    public static SmallMatrix operator -(SmallMatrix one, SmallMatrix other) => Combine(one, other, -1);

    public static SmallMatrix operator *(double factor, SmallMatrix matrix) => Combine(new(matrix.Rows, matrix.Columns), matrix, factor);

    public static SmallMatrix operator *(SmallMatrix left, SmallMatrix right)
    {
        var product = new SmallMatrix(left.Rows, right.Columns);
        for (var row = 0; row < left.Rows; row++)
        {
            for (var column = 0; column < right.Columns; column++)
            {
                for (var k = 0; k < left.Columns; k++)
                    product[row, column] += left[row, k] * right[k, column];
            }
        }

        return product;
    }

    public SmallMatrix Transpose() => Block(0, 0, columns, rows, (row, column) => this[column, row]);

    /// <summary>The part that begins at a row and a column.</summary>
    public SmallMatrix Block(int firstRow, int firstColumn, int height, int width) =>
        Block(firstRow, firstColumn, height, width, (row, column) => this[row, column]);

    /// <summary>The sum of the diagonal.</summary>
    public double Trace() => Enumerable.Range(0, rows).Sum(i => this[i, i]);

    /// <summary>The largest sum of magnitudes in a row; not a number where an entry is none.</summary>
    public double Norm() => Enumerable.Range(0, rows)
        .Select(row => Enumerable.Range(0, columns).Sum(column => Math.Abs(this[row, column])))
        .Aggregate(Math.Max);

    /// <summary>The inverse, by elimination with row exchanges.</summary>
    public SmallMatrix Inverse()
    {
        var (left, right) = (Block(0, 0, rows, rows), Identity(rows));
        for (var pivot = 0; pivot < rows; pivot++)
        {
            var largest = Enumerable.Range(pivot, rows - pivot).MaxBy(row => Math.Abs(left[row, pivot]));
            left.ExchangeRows(pivot, largest);
            right.ExchangeRows(pivot, largest);
            for (var row = 0; row < rows; row++)
            {
                var factor = row == pivot ? 1 - (1 / left[pivot, pivot]) : left[row, pivot] / left[pivot, pivot];
                left.SubtractRow(row, pivot, factor);
                right.SubtractRow(row, pivot, factor);
            }
        }

        return right;
    }

    /// <summary>e to the power of the matrix: halved until it is small, summed as a series, squared as often.</summary>
    public SmallMatrix Exponential()
    {
        var squarings = Math.Max(0, (int)Math.Ceiling(Math.Log2(Norm() * 2)));
        var reduced = Math.ScaleB(1, -squarings) * this;
        var (sum, term) = (Identity(rows), Identity(rows));
        for (var k = 1; k <= ExponentialTerms; k++)
        {
            term = 1.0 / k * (term * reduced);
            sum += term;
        }

        for (var i = 0; i < squarings; i++)
            sum *= sum;
        return sum;
    }

    private static SmallMatrix Combine(SmallMatrix one, SmallMatrix other, double factor)
    {
        var sum = new SmallMatrix(one.Rows, one.Columns);
        for (var i = 0; i < sum.entries.Length; i++)
            sum.entries[i] = one.entries[i] + (factor * other.entries[i]);
        return sum;
    }

    private static SmallMatrix Block(int firstRow, int firstColumn, int height, int width, Func<int, int, double> entry)
    {
        var block = new SmallMatrix(height, width);
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
                block[row, column] = entry(firstRow + row, firstColumn + column);
        }

        return block;
    }

    private void ExchangeRows(int one, int other)
    {
        for (var column = 0; column < columns; column++)
            (this[one, column], this[other, column]) = (this[other, column], this[one, column]);
    }

    private void SubtractRow(int row, int subtracted, double factor)
    {
        for (var column = 0; column < columns; column++)
            this[row, column] -= factor * this[subtracted, column];
    }
}
