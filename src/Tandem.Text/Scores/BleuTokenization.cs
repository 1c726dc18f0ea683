namespace Tandem.Text;

/// <summary>How <see cref="Bleu"/> cuts a line into words, by sacreBLEU's names.</summary>
public enum BleuTokenization
{
    /// <summary><c>13a</c>: as mteval-v13a did for WMT; the one to report, on cased, detokenised text.</summary>
    Mteval13a,

    /// <summary><c>none</c>: at white space alone, for text that is tokenised already.</summary>
    None,

    /// <summary><c>intl</c>: as mteval-v14's international tokenisation, by Unicode's classes of punctuation and symbols.</summary>
    International,
}
