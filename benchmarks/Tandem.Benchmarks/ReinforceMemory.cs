using System.Globalization;
using Tandem.Environments;
using Tandem.Learning.Reinforcement;

namespace Tandem.Benchmarks;

/// <summary>Whether memory stays flat over 100,000 episodes: managed heap and resident set at ten moments.</summary>
internal static class ReinforceMemory
{
    private const int Episodes = 100_000;
    private const int Moments = 10;

    public static void Run()
    {
        using var training = new Reinforce(
            EnvironmentCatalog.BuiltIn["BicycleGrid-v0"].CreateVector(1), new ReinforceOptions { Episodes = Episodes });
        Console.WriteLine("episodes  allocated KiB since the last row  heap KiB  resident KiB");
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        while (!training.IsComplete)
        {
            training.Update();
            if (training.Episodes % (Episodes / Moments) == 0)
            {
                var now = GC.GetTotalAllocatedBytes(precise: true);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{training.Episodes,8}  {(now - allocated) / 1024,33}  {GC.GetTotalMemory(forceFullCollection: true) / 1024,8}  {System.Environment.WorkingSet / 1024,12}"));
                allocated = GC.GetTotalAllocatedBytes(precise: true);
            }
        }
    }
}
