using Tandem.Environments;
using Tandem.Learning.Reinforcement;

namespace Tandem.Benchmarks;

/// <summary>How well PPO and A2C learn with the defaults of each world; learning is the same on every run, whatever the machine is busy with.</summary>
internal static class PpoLearning
{
    private static readonly Dictionary<string, AgentTrial> Trials = new()
    {
        ["cartpole-cleanrl"] = new("PPO, CleanRL's settings", "CartPole-v1", (spec, seed) => Ppo(spec, new PpoOptions { Seed = seed }))
        {
            Seeds = 20,
            Bar = 485,
            BarIsOfTraining = true,
        },
        ["cartpole"] = OfPpo("CartPole-v1") with { Seeds = 20, Bar = 475 },
        ["cartpole-a2c"] = OfA2c("CartPole-v1") with { Seeds = 10, Bar = 500 },
        ["acrobot"] = OfPpo("Acrobot-v1") with { Bar = -76 },
        ["pendulum"] = OfPpo("Pendulum-v1"),
        ["mountain-car"] = OfPpo("MountainCar-v0"),
        ["grid"] = OfPpo("BicycleGrid-v0"),
    };

    /// <summary>One row by its name, or all of them.</summary>
    public static int Run(string? name)
    {
        if (name is not null && !Trials.ContainsKey(name))
        {
            Console.Error.WriteLine($"there is no trial '{name}': give one of {string.Join(", ", Trials.Keys)}");
            return 2;
        }

        AgentLearning.Table("On-policy learning", [.. Trials.Where(trial => name is null || name == trial.Key).Select(trial => trial.Value)]);
        return 0;
    }

    private static AgentTrial OfPpo(string world) => new("PPO", world, (spec, seed) => Ppo(spec, PpoDefaults.For(world) with { Seed = seed }));

    private static AgentTrial OfA2c(string world) => new("A2C", world, (spec, seed) =>
    {
        var options = A2cDefaults.For(world) with { Seed = seed, Threads = 1 };
        return new A2c(spec.CreateVector(options.Worlds), options);
    });

    private static Ppo Ppo(EnvironmentSpec spec, PpoOptions options) => new(spec.CreateVector(options.Worlds), options with { Threads = 1 });
}
