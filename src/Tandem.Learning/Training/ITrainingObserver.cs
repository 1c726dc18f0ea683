namespace Tandem.Learning.Training;

/// <summary>
/// Is told how training goes, on the training's own thread. It must return soon and never await: dispose scopes are the
/// thread's.
/// </summary>
public interface ITrainingObserver
{
    /// <summary>An update was made.</summary>
    void Updated(TrainingUpdate update);

    /// <summary>A validation was made.</summary>
    void Validated(TrainingValidation validation);
}
