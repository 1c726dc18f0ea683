using System.Globalization;
using Tandem.Cli.Tasks;

namespace Tandem.Cli.Terminal;

/// <summary>
/// Notices that a training stands still: a world that hangs or has become slow holds up the update at hand, its evaluation or
/// its checkpoint, and nothing else would say so. It is said once; the training goes on if the world does.
/// </summary>
internal sealed class StallWatch : IDisposable
{
    /// <summary>An update may take so many times as long as the longest before it.</summary>
    private const int Patience = 20;

    private readonly CommandContext context;
    private readonly LearnerTraining training;
    private readonly string name;
    private readonly Lock noting = new();
    private readonly ITimer timer;
    private long updatedAt;
    private TimeSpan? longest;
    private bool isSaid;

    /// <summary>Begins to watch; disposal ends it.</summary>
    /// <param name="context">The clock and the screen.</param>
    /// <param name="training">What is watched.</param>
    /// <param name="name">What it is called.</param>
    public StallWatch(CommandContext context, LearnerTraining training, string name)
    {
        (this.context, this.training, this.name) = (context, training, name);
        updatedAt = context.Time.GetTimestamp();
        timer = context.Time.CreateTimer(_ => Look(), null, context.StallAfter, context.StallAfter / 4);
    }

    /// <summary>Takes note of an update that has ended.</summary>
    public void Note()
    {
        lock (noting)
        {
            var took = context.Time.GetElapsedTime(updatedAt);
            longest = longest is null || took > longest ? took : longest;
            updatedAt = context.Time.GetTimestamp();
        }
    }

    public void Dispose() => timer.Dispose();

    private void Look()
    {
        lock (noting)
        {
            var waited = context.Time.GetElapsedTime(updatedAt);
            if (isSaid || longest is not { } usual || waited < context.StallAfter || waited < Patience * usual)
            {
                return; // before the first update has ended nobody knows how long one takes
            }

            isSaid = true;
            var (done, _, unit) = training.Run.Learner.Progress;
            context.Screen.Complain(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}, after {done} {unit}: the update at hand, its evaluation or its checkpoint has taken {waited.TotalSeconds:0.0} s so far, where the longest before took {usual.TotalSeconds:0.0} s; a world may hang or have become slow ({TrainingWatch.WhatIsLeft(training.Directory, unit)})"));
        }
    }
}
