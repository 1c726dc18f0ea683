using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class BestEpisodesTests
{
    private static readonly EpisodeInfo[] Infos =
    [
        Of(3, finished: true), Of(9, finished: false), Of(9, finished: true), Of(-2, finished: true), Of(9, finished: true), Of(4, finished: true),
    ];

    [Theory]
    [InlineData(1, new[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(0.5, new[] { 1, 2, 4 })]
    [InlineData(0.3, new[] { 2, 4 })] // the cut one with the same return goes last
    [InlineData(0.01, new[] { 2 })] // never none
    public void The_best_are_known(double share, int[] expected) => Assert.Equal(expected, BestEpisodes.Of(Infos, share));

    [Theory]
    [InlineData(0)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_share_that_is_none_is_refused(double share) => Assert.Equal(
        $"the best {share} of 6 episodes are none: give a share above 0 and at most 1 of at least 1 episode",
        Assert.Throws<ArgumentException>(() => BestEpisodes.Of(Infos, share)).Message);

    private static EpisodeInfo Of(double sum, bool finished) => EpisodeInfo.Of([sum], finished, truncated: !finished);
}
