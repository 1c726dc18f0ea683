namespace Tandem.Learning.Training;

/// <summary>The best validation so far, and how long ago it was.</summary>
/// <param name="Score">Its score; null before the first.</param>
/// <param name="Since">How many validations there were since.</param>
internal readonly record struct BestValidation(double? Score, int Since)
{
    /// <summary>After one more validation. A score that is no finite number, or only as good, is no new best.</summary>
    public BestValidation After(double score) => double.IsFinite(score) && !(score <= Score)
        ? new BestValidation(score, 0)
        : this with { Since = Since + 1 };
}
