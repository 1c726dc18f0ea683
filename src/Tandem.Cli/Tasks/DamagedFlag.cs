using System.CommandLine;
using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Tasks;

/// <summary>What a command does where a file of a set of episodes is damaged: nothing, unless it is told to leave it out.</summary>
internal sealed class DamagedFlag
{
    private const string LeaveOut = "leave-out";

    public Option<string> Flag { get; } = new("--damaged")
    {
        Description = $"What to do where a file is missing or damaged: refuse, or {LeaveOut} its episodes (refuse)",
        HelpName = $"refuse|{LeaveOut}",
        DefaultValueFactory = _ => "refuse",
    };

    /// <exception cref="ArgumentException">It is neither.</exception>
    public DamagedShards Value(ParseResult parsed) => parsed.GetValue(Flag) switch
    {
        "refuse" => DamagedShards.Refuse,
        LeaveOut => DamagedShards.LeaveOut,
        var other => throw new ArgumentException($"--damaged {other} is unknown: give refuse or {LeaveOut}"),
    };
}
