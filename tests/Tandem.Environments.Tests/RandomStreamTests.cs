using CsCheck;

namespace Tandem.Environments.Tests;

public sealed class RandomStreamTests
{
    /// <summary>From the authors' C code with state {1, 2, 3, 4}; the same numbers stand in the tests of Rust's rand_xoshiro.</summary>
    [Fact]
    public void The_numbers_are_those_of_xoshiro256_plus_plus()
    {
        ulong[] published =
        [
            41943041, 58720359, 3588806011781223, 3591011842654386, 9228616714210784205, 9973669472204895162,
            14011001112246962877, 12406186145184390807, 15849039046786891736, 10450023813501588000,
        ];
        var stream = new RandomStream(1, 2, 3, 4);

        Assert.All(published, number => Assert.Equal(number, stream.NextUInt64()));
    }

    [Fact]
    public void A_stream_goes_on_from_its_saved_state()
    {
        Gen.Int[0, 50].Select(Gen.ULong).Sample((drawn, seed) =>
        {
            var stream = RandomStream.Create(seed, StreamPurpose.Policy);
            for (var i = 0; i < drawn; i++)
            {
                stream.NextUInt64();
            }

            var (s0, s1, s2, s3) = stream.State;
            var restored = new RandomStream(s0, s1, s2, s3);
            return restored == stream && restored.NextUInt64() == stream.NextUInt64();
        });
    }

    [Fact]
    public void Each_seed_purpose_and_index_has_its_own_stream()
    {
        var first = new HashSet<ulong>();
        foreach (var purpose in Enum.GetValues<StreamPurpose>())
        {
            for (var index = 0; index < 100; index++)
            {
                for (var seed = 0UL; seed < 20; seed++)
                {
                    Assert.True(first.Add(RandomStream.Create(seed, purpose, index).NextUInt64()));
                }
            }
        }
    }

    [Fact]
    public void The_same_seed_purpose_and_index_give_the_same_stream() =>
        Assert.Equal(RandomStream.Create(7, StreamPurpose.Shuffling, 3), RandomStream.Create(7, StreamPurpose.Shuffling, 3));

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    [InlineData(1000)]
    public void Whole_numbers_are_uniform(int count)
    {
        const int Draws = 200_000;
        var stream = RandomStream.Create(5, StreamPurpose.Environment);
        var seen = new int[count];
        for (var i = 0; i < Draws; i++)
        {
            seen[stream.NextInt32(count)]++;
        }

        // A chi-square of d degrees of freedom has mean d and variance 2d.
        var expected = (double)Draws / count;
        var chiSquare = seen.Sum(n => (n - expected) * (n - expected) / expected);
        Assert.InRange(chiSquare, 0, count - 1 + (4 * Math.Sqrt(2.0 * (count - 1))));
    }

    [Fact]
    public void Neighbouring_worlds_draw_independently()
    {
        const int Worlds = 20_000;
        var correlation = 0.0;
        for (var world = 0; world < Worlds; world++)
        {
            var (one, next) = (RandomStream.Create(0, StreamPurpose.Environment, world), RandomStream.Create(0, StreamPurpose.Environment, world + 1));
            correlation += (one.NextDouble() - 0.5) * (next.NextDouble() - 0.5) * 12 / Worlds;
        }

        Assert.InRange(correlation, -4 / Math.Sqrt(Worlds), 4 / Math.Sqrt(Worlds));
    }

    [Fact]
    public void Real_numbers_stay_in_their_interval_and_fill_it()
    {
        var stream = RandomStream.Create(9, StreamPurpose.Environment);
        var (sum, low, high) = (0.0, double.MaxValue, double.MinValue);
        for (var i = 0; i < 100_000; i++)
        {
            var drawn = stream.NextDouble(-2, 3);
            (sum, low, high) = (sum + drawn, Math.Min(low, drawn), Math.Max(high, drawn));
        }

        Assert.InRange(low, -2, -1.999);
        Assert.InRange(high, 2.999, 3);
        Assert.NotEqual(3, high);
        Assert.Equal(0.5, sum / 100_000, 0.02);
    }

    [Fact]
    public void Normal_draws_have_the_moments_of_the_standard_normal()
    {
        const int Draws = 200_000;
        var stream = RandomStream.Create(3, StreamPurpose.Environment);
        var powers = new double[5];
        for (var i = 0; i < Draws; i++)
        {
            var drawn = stream.NextNormal();
            for (var power = 1; power < powers.Length; power++)
            {
                powers[power] += Math.Pow(drawn, power) / Draws;
            }
        }

        Assert.Equal(0, powers[1], 0.01);
        Assert.Equal(1, powers[2], 0.015);
        Assert.Equal(0, powers[3], 0.04);
        Assert.Equal(3, powers[4], 0.12);
    }

    [Fact]
    public void A_state_of_zeros_and_an_empty_interval_are_refused()
    {
        Assert.Equal("a random stream's state of four zeros never leaves zero: give a saved state", Assert.Throws<ArgumentException>(() => new RandomStream(0, 0, 0, 0)).Message);
        Assert.Equal("cannot draw from 0 numbers: give at least 1", Assert.Throws<ArgumentException>(() => RandomStream.Create(1, StreamPurpose.Policy).NextInt32(0)).Message);
    }
}
