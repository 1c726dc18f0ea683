using Tandem.Learning.Training;

namespace Tandem.Learning.Tests.Training;

/// <summary>Keeps what a training tells.</summary>
internal sealed class Watcher : ITrainingObserver
{
    public List<TrainingUpdate> Updates { get; } = [];

    public List<TrainingValidation> Validations { get; } = [];

    public Action<TrainingUpdate> OnUpdate { get; init; } = _ => { };

    public void Updated(TrainingUpdate update)
    {
        Updates.Add(update);
        OnUpdate(update);
    }

    public void Validated(TrainingValidation validation) => Validations.Add(validation);
}
