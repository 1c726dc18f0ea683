namespace Tandem.Inference.Translation;

/// <summary>A part of a line that is translated by itself.</summary>
/// <param name="Space">The white space before it, which stays before its translation.</param>
/// <param name="Text">What is translated.</param>
internal readonly record struct LinePart(string Space, string Text)
{
    /// <summary>Both parts as one.</summary>
    public LinePart Append(LinePart next) => this with { Text = Text + next.Space + next.Text };
}
