namespace Tandem.Learning.Trajectories;

/// <summary>What is wrong with a log, with its place.</summary>
internal static class LogFault
{
    public static InvalidDataException At(string file, int line, string what) => new($"'{file}' line {line}: {what}");

    public static InvalidDataException At(string file, int line, string column, string what) => new($"'{file}' line {line}, column '{column}': {what}");
}
