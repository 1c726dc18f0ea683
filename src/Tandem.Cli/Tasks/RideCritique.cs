using System.Globalization;
using Tandem.Cli.Terminal;
using Tandem.Learning.Trajectories;
using Tandem.Runs;
using Tandem.Runs.Safetensors;

namespace Tandem.Cli.Tasks;

/// <summary>What a critic says of recorded rides, learned before a training begins and kept in its run, so that a resumed one need not learn it again.</summary>
internal static class RideCritique
{
    private const string FileName = "critic.safetensors";

    /// <summary>Lets the critic of a task learn, while a person watches.</summary>
    /// <returns>What it says; null: none judges.</returns>
    /// <exception cref="InterruptedPreparationException">It was interrupted.</exception>
    public static StepAdvantages? Learn(CommandContext context, RideTask task, EpisodeSet episodes, string whatIsLeft, CancellationToken cancellation)
    {
        if (task.Critic is not { } critic)
        {
            return null;
        }

        using var line = new ProgressLine(context.Screen, context.Time);
        try
        {
            return RideCritic.Judge(
                episodes,
                critic,
                task.Trainer.Seed,
                updates => line.Show(elapsed => Progress(updates, critic.CriticUpdates, elapsed), updates == critic.CriticUpdates),
                cancellation);
        }
        catch (OperationCanceledException interrupted)
        {
            line.Dispose();
            throw new InterruptedPreparationException($"interrupted while the critic learned: {whatIsLeft}", interrupted);
        }
    }

    /// <summary>Keeps what the critic said in a run.</summary>
    public static void Keep(RunDirectory directory, StepAdvantages? advantages, EpisodeSet episodes) =>
        advantages?.Write(episodes).Save(directory.FilePath(FileName));

    /// <summary>What the critic of a run said; null: none judges, or it was not kept.</summary>
    /// <exception cref="InvalidDataException">It spoke of other data.</exception>
    public static StepAdvantages? Find(RunDirectory directory, RideTask task, EpisodeSet episodes) =>
        task.Critic is not null && File.Exists(directory.FilePath(FileName))
            ? StepAdvantages.Read(SafetensorsFile.Read(directory.FilePath(FileName)), episodes)
            : null;

    private static string Progress(int updates, int all, TimeSpan elapsed)
    {
        var rate = updates / Math.Max(elapsed.TotalSeconds, 1e-6);
        var left = TimeSpan.FromSeconds(Math.Round((all - updates) / rate));
        return string.Create(CultureInfo.InvariantCulture, $"critic: update {updates}/{all}  {rate:0} updates/s  {left:c} left");
    }
}
