using CsCheck;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class EpisodeSetTests : IDisposable
{
    private readonly EpisodeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_written_is_read_back()
    {
        Gen.Double[-10, 10].Array[1, 40].Array[1, 12].Select(Gen.Bool, Gen.Bool).Sample(
            (rewards, boxed, split) =>
            {
                var world = boxed ? EpisodeFolder.Steering : EpisodeFolder.Choosing;
                Episode[] episodes = [.. rewards.Select((earned, number) => Episode.Of(world, number, earned, terminated: number % 3 > 0, truncated: number % 3 != 1))];
                using var place = new EpisodeFolder();
                using (var writer = EpisodeWriter.Create(place.Path, world))
                {
                    for (var i = 0; i < episodes.Length; i++)
                    {
                        writer.Add(episodes[i].View);
                        if (split && i % 4 == 3)
                        {
                            writer.Flush();
                        }
                    }
                }

                using var set = EpisodeSet.Open(place.Path);
                Assert.Equal(world, set.World);
                Assert.Equal(episodes.Length, set.Count);
                Assert.Equal(rewards.Sum(earned => earned.Length), set.Steps);
                Assert.Equal(split ? (episodes.Length + 3) / 4 : 1, set.Shards.Count);
                for (var i = episodes.Length - 1; i >= 0; i--)
                {
                    Assert.Equal(episodes[i].Info, set.Infos[i]);
                    Episode.AssertEqual(episodes[i], Episode.Copy(set[i]));
                }
            },
            iter: 60,
            threads: 1);
    }
}
