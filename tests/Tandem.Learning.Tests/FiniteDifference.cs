namespace Tandem.Learning.Tests;

/// <summary>The slope of a function by central differences: what a gradient must equal.</summary>
internal static class FiniteDifference
{
    public static double Of(float[] point, int index, float step, Func<float[], double> function)
    {
        var (above, below) = ((float[])point.Clone(), (float[])point.Clone());
        above[index] += step;
        below[index] -= step;
        return (function(above) - function(below)) / ((double)above[index] - below[index]);
    }
}
