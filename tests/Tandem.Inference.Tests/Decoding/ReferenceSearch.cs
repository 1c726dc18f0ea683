using Tandem.Inference.Decoding;

namespace Tandem.Inference.Tests.Decoding;

/// <summary>What searches are compared with: written for clarity, and blind to cost.</summary>
internal static class ReferenceSearch
{
    /// <summary>Every sequence that ends within the greatest length, best first.</summary>
    public static Hypothesis[] All(TableModel model, int[] source, DecodingOptions options)
    {
        var found = new List<Hypothesis>();
        Visit([], 0);
        return [.. found.OrderByDescending(sequence => sequence.Score)];

        void Visit(int[] tokens, double logProbability)
        {
            if (tokens.Length == options.GreatestLength(source.Length))
                return;
            var next = model.Next(source, tokens);
            var whole = logProbability + next[TableModel.End];
            found.Add(new Hypothesis(tokens, whole, options.Score(whole, tokens.Length + 1), true));
            foreach (var token in Enumerable.Range(0, model.Vocabulary).Where(token => token != TableModel.End))
                Visit([.. tokens, token], logProbability + next[token]);
        }
    }

    /// <summary>Beam search that never stops before the greatest length, and sorts all continuations.</summary>
    public static Hypothesis[] BeamToTheEnd(TableModel model, int[] source, DecodingOptions options)
    {
        var (live, found) = (new List<(int[] Tokens, double LogProbability)> { ([], 0) }, new List<Hypothesis>());
        var greatest = options.GreatestLength(source.Length);
        for (var length = 1; length <= greatest; length++)
        {
            var ranked = live
                .SelectMany(prefix => model.Next(source, prefix.Tokens).Select((value, token) => (prefix.Tokens, Token: token, LogProbability: prefix.LogProbability + value)))
                .OrderByDescending(candidate => candidate.LogProbability)
                .ToList();
            found.AddRange(ranked.Take(options.Beam).Where(candidate => candidate.Token == TableModel.End)
                .Select(candidate => new Hypothesis(candidate.Tokens, candidate.LogProbability, options.Score(candidate.LogProbability, length), true)));
            live = [.. ranked.Where(candidate => candidate.Token != TableModel.End).Take(options.Beam)
                .Select(candidate => ((int[])[.. candidate.Tokens, candidate.Token], candidate.LogProbability))];
        }
        found.AddRange(live.Select(prefix => new Hypothesis(prefix.Tokens, prefix.LogProbability, options.Score(prefix.LogProbability, greatest), false)));
        return [.. found.OrderByDescending(sequence => sequence.Ended).ThenByDescending(sequence => sequence.Score).Take(options.NBest)];
    }
}
