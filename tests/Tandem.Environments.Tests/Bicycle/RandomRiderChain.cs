namespace Tandem.Environments.Tests.Bicycle;

/// <summary>
/// The exact distribution of a random rider's steps, by carrying the probability of every state forward. The rules are
/// written down a second time here, apart from the world's.
/// </summary>
internal static class RandomRiderChain
{
    public static (double Mean, double Deviation) Steps(int size, int stepLimit)
    {
        var present = new Dictionary<(int X, int Y, int Speed), double> { [(0, 0, 1)] = 1 };
        var (mean, meanSquare) = (0.0, 0.0);
        for (var step = 1; step <= stepLimit; step++)
        {
            var (next, arrived) = Advance(present, size);
            var ended = step == stepLimit ? arrived + next.Values.Sum() : arrived;
            mean += ended * step;
            meanSquare += ended * step * step;
            present = next;
        }

        return (mean, Math.Sqrt(meanSquare - (mean * mean)));
    }

    private static (Dictionary<(int X, int Y, int Speed), double> Next, double Arrived) Advance(
        Dictionary<(int X, int Y, int Speed), double> present, int size)
    {
        var next = new Dictionary<(int X, int Y, int Speed), double>();
        var arrived = 0.0;
        foreach (var ((x, y, speed), probability) in present)
        {
            foreach (var pedal in (int[])[0, 1])
            {
                foreach (var steer in (int[])[-1, 0, 1])
                {
                    var (toX, toY) = (Math.Clamp(x + (pedal * speed), 0, size - 1), Math.Clamp(y + steer, 0, size - 1));
                    var toSpeed = toY % 2 == 0 ? Math.Max(1, speed - 1) : speed + 1;
                    if ((toX, toY) == (size - 1, size - 1))
                    {
                        arrived += probability / 6;
                        continue;
                    }

                    next[(toX, toY, toSpeed)] = next.GetValueOrDefault((toX, toY, toSpeed)) + (probability / 6);
                }
            }
        }

        return (next, arrived);
    }
}
