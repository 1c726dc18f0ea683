using System.Reflection;

namespace Tandem.Cli;

/// <summary>The version that runs are marked with.</summary>
internal static class ProgramVersion
{
    /// <summary>Without the build's metadata after the plus sign.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
