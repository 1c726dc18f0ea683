namespace Tandem.Text;

/// <summary>
/// A text file that cannot be read or learned from. The message is one sentence for the user: which file and line, what
/// is wrong with it, what to do.
/// </summary>
/// <param name="message">That sentence.</param>
/// <param name="inner">What the operating system said.</param>
public sealed class CorpusException(string message, Exception? inner = null) : IOException(message, inner);
