using Tandem.Environments;
using Tandem.Learning.Training;
using Tandem.Learning.Trajectories;
using static Tandem.Benchmarks.RideStudy;

namespace Tandem.Benchmarks;

/// <summary>What is learned from gambles, where the highest return in the data belongs to the worst action.</summary>
internal static class GamblingRides
{
    private const int Sets = 3, Rides = 1_000;
    private static readonly RideStudySize Size = new(Updates: 300, Width: 32, Batch: 128);
    private static readonly double[] Worth = [-5, -2.5, 1];

    public static void Run()
    {
        NativeAllocator.KeepFreedMemory();
        Console.WriteLine(Line($"Gambling-v0, {Rides} random rides; what the action at the table is worth; the best is 1"));
        Console.WriteLine("set    critic's  asked for 5  asked for 1  clone  best 10%  IQL  IQL, perceptrons  LSTM");
        for (var seed = 0UL; seed < Sets; seed++)
        {
            using var study = new RideStudy(EnvironmentCatalog.BuiltIn["Gambling-v0"], null, Rides, "random", seed, Size);
            var observed = study.Observed();
            Console.WriteLine(Line($"{seed,3}  {Of(study.Taught()),10}  {Of(observed(5)),11}  {Of(observed(1)),11}  {Of(study.Clone(1)),5}  {Of(study.Clone(0.1)),8}  {Of(study.Iql()),3}  {Of(study.Iql(CriticForm.Perceptron)),16}  {Of(study.Taught(SequenceModel.Lstm)),4}"));
        }
    }

    private static double Of(IPolicy policy)
    {
        var action = new ActionBatch(new Discrete(Worth.Length), 1);
        policy.Begin(0);
        policy.Act([0], [0], action);
        return Worth[action.Choices[0]];
    }
}
