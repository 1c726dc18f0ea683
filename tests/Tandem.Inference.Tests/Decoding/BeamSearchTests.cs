using CsCheck;
using Tandem.Inference.Decoding;

namespace Tandem.Inference.Tests.Decoding;

public sealed class BeamSearchTests
{
    private static readonly Gen<double> Penalties = Gen.OneOf(Gen.Const(0.0), Gen.Const(1.0), Gen.Double[0, 3]);

    // At most 5 tokens, of 4: there are 3⁴ = 81 unfinished sequences before the last step, 108 continuations of them.
    [Fact]
    public void A_beam_wide_enough_finds_what_trying_all_sequences_finds() =>
        Gen.Select(Gen.ULong, Penalties, Gen.Int[1, 6], Gen.Double[0.2, 3]).Sample(
            (seed, penalty, nBest, sharpness) =>
            {
                var model = TableModel.Random(4, seed, sharpness);
                var options = new DecodingOptions { Beam = 330, NBest = nBest, LengthPenalty = penalty, LengthRatio = 0, LengthAllowance = 5 };

                HypothesisAssert.Same(ReferenceSearch.All(model, [3], options).Take(nBest), Decode(model, options, [3])[0]);
            },
            iter: 60);

    [Fact]
    public void Stopping_early_finds_what_searching_on_to_the_end_finds() =>
        Gen.Select(Gen.ULong, Penalties, Gen.Int[1, 4], Gen.Int[0, 3], Gen.Double[0.2, 4]).Sample(
            (seed, penalty, nBest, wider, sharpness) =>
            {
                var model = TableModel.Random(7, seed, sharpness);
                var options = new DecodingOptions { Beam = nBest + wider, NBest = nBest, LengthPenalty = penalty };

                HypothesisAssert.Same(ReferenceSearch.BeamToTheEnd(model, [3, 4], options), Decode(model, options, [3, 4])[0]);
            },
            iter: 300);

    [Fact]
    public void The_search_stops_once_nothing_can_be_better()
    {
        // The end holds 9/10 of the probability from the second token on: after two steps no sum can exceed the best one.
        var model = new TableModel(4, (_, tokens) => tokens.Count == 0
            ? [-50, -50, MathF.Log(0.6f), MathF.Log(0.4f)]
            : [-50, MathF.Log(0.9f), MathF.Log(0.05f), MathF.Log(0.05f)]);

        var found = Decode(model, new DecodingOptions { Beam = 2, LengthPenalty = 0, LengthAllowance = 100 }, [5]);

        Assert.Equal([2], found[0][0].Tokens);
        Assert.Equal(Math.Log(0.54), found[0][0].LogProbability, 1e-6);
        Assert.Equal([1, 2], model.Steps);
    }

    [Fact]
    public void A_longer_sequence_wins_where_its_mean_is_better()
    {
        // "2" and its end have 0.6 · 0.5 = 0.3; "3 3 3" and its end 0.2 · 1 · 1 · 1: less in all, more for each token.
        var model = new TableModel(4, (_, tokens) => tokens switch
        {
            [] => [-50, -50, MathF.Log(0.6f), MathF.Log(0.2f)],
            [2] => [-50, MathF.Log(0.5f), MathF.Log(0.5f), -50],
            [3, 3, 3] => [-50, 0, -50, -50],
            [3, ..] => [-50, -50, -50, 0],
            _ => [-50, -3, -3, -50],
        });

        Assert.Equal([2], Decode(model, new DecodingOptions { LengthPenalty = 0 }, [5])[0][0].Tokens);
        var byMean = Decode(model, new DecodingOptions { LengthPenalty = 1 }, [5])[0][0];
        Assert.Equal([3, 3, 3], byMean.Tokens);
        Assert.Equal(Math.Log(0.2) / 4, byMean.Score, 1e-6);
    }

    [Fact]
    public void A_sequence_that_does_not_end_is_cut_and_stands_behind_those_that_did()
    {
        var neverEnds = new TableModel(3, (_, _) => [-50, float.NegativeInfinity, -0.1f]);
        var cut = Decode(neverEnds, new DecodingOptions { LengthRatio = 1.5, LengthAllowance = 2 }, [9, 9])[0][0];
        Assert.Equal([2, 2, 2, 2, 2], cut.Tokens);
        Assert.False(cut.Ended);
        Assert.Equal(-0.5, cut.LogProbability, 1e-6);

        var unlikelyToEnd = new TableModel(3, (_, _) => [-50, -5, -0.1f]);
        var found = Decode(unlikelyToEnd, new DecodingOptions { NBest = 3, Beam = 3, LengthRatio = 0, LengthAllowance = 2 }, [9])[0];
        Assert.Equal([true, true, false], found.Select(sequence => sequence.Ended));
        Assert.True(found[1].Score < found[2].Score);
    }

    [Fact]
    public void Of_equals_the_shorter_and_then_the_smaller_tokens_stand_first()
    {
        var equal = TableModel.LogSoftmax([0, 0, 0, 0]);
        var model = new TableModel(4, (_, _) => equal);

        var found = Decode(model, new DecodingOptions { Beam = 12, NBest = 4, LengthPenalty = 1, LengthAllowance = 3 }, [9])[0];

        Assert.Equal(["", "0", "2", "3"], found.Select(sequence => string.Join(' ', sequence.Tokens)));
    }

    [Fact]
    public void An_end_counts_only_among_the_best_continuations_of_the_beam()
    {
        // The end is third of three: a beam of two never takes it, a beam of three takes it at once.
        var model = new TableModel(4, (_, _) => TableModel.LogSoftmax([-40, 0, 2, 1]));
        var options = new DecodingOptions { LengthPenalty = 0, LengthRatio = 0, LengthAllowance = 1 };

        Assert.False(Decode(model, options with { Beam = 2 }, [9])[0][0].Ended);
        Assert.True(Decode(model, options with { Beam = 3 }, [9])[0][0].Ended);
    }

    private static Hypothesis[][] Decode(TableModel model, DecodingOptions options, params int[][] sources) =>
        new SequenceDecoder(model, TableModel.Begin, TableModel.End).Decode(sources, options);
}
