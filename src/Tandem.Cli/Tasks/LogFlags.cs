using System.CommandLine;
using Tandem.Cli.Commands;
using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Tasks;

/// <summary>The flags that say how a plain log is to be read.</summary>
internal sealed class LogFlags
{
    private readonly Option<string?> world = Text("--env", "ID", "The world that the log is of, which then brings its spaces; 'tandem envs' lists them");
    private readonly Option<string[]> set = new("--set") { Description = "One of its options; may be given several times", HelpName = "NAME=VALUE" };
    private readonly Option<string?> name = Text("--name", "NAME", "Without --env: a name and version for the world (Log-v0)");
    private readonly Option<int?> stepLimit = new("--step-limit") { Description = "Episodes were cut after so many steps (the world's own limit)", HelpName = "N" };
    private readonly Option<string?> observationSpace = Text("--observation-space", "SPACE", "What an observation is, as in Box(4) or Discrete(5) (inferred)");
    private readonly Option<string?> actionSpace = Text("--action-space", "SPACE", "What an action is, as in Discrete(3), MultiDiscrete(2,3) or Box(2,-1,1) (inferred)");
    private readonly Option<string?> episode = Text("--episode", "COLUMN", "The column that tells episodes apart (episode)");
    private readonly Option<string?> step = Text("--step", "COLUMN", "The column that counts an episode's steps from 0 or 1 on (step, where there is one)");
    private readonly Option<string?> observations = Text("--observations", "COLUMN,…", "The columns of what was seen (those that begin with obs)");
    private readonly Option<string?> next = Text("--next-observations", "COLUMN,…", "The columns of what was seen after the step (those that begin with next_obs, where there are any)");
    private readonly Option<string?> actions = Text("--actions", "COLUMN,…", "The columns of what was done (those that begin with action)");
    private readonly Option<string?> reward = Text("--reward", "COLUMN", "The column of what a step earned (reward)");
    private readonly Option<string?> terminated = Text("--terminated", "COLUMN", "The column that says whether a step reached an end of the world itself (terminated)");
    private readonly Option<string?> truncated = Text("--truncated", "COLUMN", "The column that says whether somebody stopped looking (truncated, where there is one)");

    /// <summary>Adds the flags to a command.</summary>
    public LogFlags(SectionedCommand command)
    {
        foreach (var flag in (Option[])[episode, step, observations, next, actions, reward, terminated, truncated])
        {
            command.Add("Columns", flag);
        }

        foreach (var flag in (Option[])[world, set, name, stepLimit, observationSpace, actionSpace])
        {
            command.Add("World", flag);
        }
    }

    /// <summary>How the log is to be read.</summary>
    /// <exception cref="ArgumentException">The flags do not fit.</exception>
    public LogOptions Options(EnvironmentCatalog catalog, ParseResult parsed)
    {
        var defaults = new LogOptions();
        var options = defaults with
        {
            Episode = parsed.GetValue(episode) ?? defaults.Episode,
            Step = parsed.GetValue(step),
            Observations = Names(parsed.GetValue(observations)),
            NextObservations = Names(parsed.GetValue(next)),
            Actions = Names(parsed.GetValue(actions)),
            Reward = parsed.GetValue(reward) ?? defaults.Reward,
            Terminated = parsed.GetValue(terminated) ?? defaults.Terminated,
            Truncated = parsed.GetValue(truncated),
            Environment = parsed.GetValue(name) ?? defaults.Environment,
            StepLimit = parsed.GetValue(stepLimit),
            ObservationSpace = parsed.GetValue(observationSpace) is { } seen ? SpaceText.Parse(seen) : null,
            ActionSpace = parsed.GetValue(actionSpace) is { } done ? SpaceText.Parse(done) : null,
        };
        return parsed.GetValue(world) is { } id ? OfWorld(options, catalog[id], parsed) : Refuse(set, "without --env there is no world whose options these could be", parsed, options);
    }

    private LogOptions OfWorld(LogOptions options, EnvironmentSpec spec, ParseResult parsed)
    {
        foreach (var flag in (Option[])[name, observationSpace, actionSpace])
        {
            _ = Refuse(flag, $"{spec.Id} brings its own name and spaces", parsed, options);
        }

        var choice = EnvironmentChoice.Of(spec, parsed.GetValue(set) ?? []);
        var worlds = spec.CreateVector(1, choice.World, options.StepLimit ?? choice.StepLimit);
        var recorded = RecordedWorld.Of(spec, choice.World, worlds);
        return options with
        {
            Environment = recorded.Environment,
            OptionsJson = recorded.OptionsJson,
            StepLimit = recorded.StepLimit,
            ObservationSpace = recorded.Observations,
            ActionSpace = recorded.Actions,
        };
    }

    private static LogOptions Refuse(Option flag, string reason, ParseResult parsed, LogOptions options) => parsed.GetResult(flag) is { Implicit: false }
        ? throw new ArgumentException($"{reason}: leave {flag.Name} out")
        : options;

    private static string[] Names(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static Option<string?> Text(string name, string help, string description) => new(name) { Description = description, HelpName = help };
}
