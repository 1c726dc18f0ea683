using Tandem.Environments;
using Tandem.Inference.Tests.Perceptrons;

namespace Tandem.Inference.Tests.Policies;

public sealed class PolicyFormTests : IDisposable
{
    private static readonly Box Torques = new([-2, -1], [2, 3]);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tandem-form-");

    private string Saved => Path.Combine(folder.FullName, "agent.safetensors");

    public static TheoryData<string> Forms => ["Gaussian", "Gaussian stretched", "SquashedGaussian", "ActionValue", "Categorical"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_loaded_agent_acts_as_the_saved_one(string name)
    {
        var agent = NewAgent(FormOf(name));
        agent.Save(Saved);
        var loaded = Agent.Load(Saved);

        Assert.IsType(agent.Form.GetType(), loaded.Form);
        foreach (var mode in name == "ActionValue" ? [PolicyMode.Greedy] : Enum.GetValues<PolicyMode>())
        {
            Assert.Equal(Actions(agent, mode), Actions(loaded, mode));
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Acting_allocates_nothing(string name)
    {
        var agent = NewAgent(FormOf(name));
        var (policy, actions) = (agent.Policy(), new ActionBatch(agent.Actions, 1));
        var (observation, reward) = (new float[3], new double[1]);
        policy.Act(observation, reward, actions);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            policy.Act(observation, reward, actions);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void The_mode_of_a_Gaussian_is_its_mean_cut_off_at_the_box()
    {
        var actions = Act(new GaussianForm(Torques, [0, 0]), [-7, 0.25f], PolicyMode.Greedy);
        Assert.Equal([-2, 0.25f], actions);
    }

    [Fact]
    public void Draws_of_a_Gaussian_have_its_mean_and_deviation()
    {
        var form = new GaussianForm(Box.Unbounded(1), [MathF.Log(0.5f)]);
        var random = RandomStream.Create(1, StreamPurpose.EvaluationPolicy);
        var actions = new ActionBatch(form.Actions, 1);
        var draws = new double[20_000];
        for (var i = 0; i < draws.Length; i++)
        {
            form.Act([3], PolicyMode.Sampled, ref random, actions, 0);
            draws[i] = actions.Values[0];
        }

        // Five standard errors of 20,000 draws.
        Assert.Equal(3, draws.Average(), 0.018);
        Assert.Equal(0.25, draws.Average(draw => (draw - 3) * (draw - 3)), 0.0125);
    }

    [Fact]
    public void A_squashed_Gaussian_stretches_from_bound_to_bound()
    {
        var form = new SquashedGaussianForm(Torques);
        Assert.Equal([-2, 3], Act(form, [-100, 100, 0, 0], PolicyMode.Greedy));
        Assert.Equal([0, 1], Act(form, [0, 0, 0, 0], PolicyMode.Greedy));
        Assert.Equal([2 * MathF.Tanh(0.5f), 1], Act(form, [0.5f, 0, 0, 0], PolicyMode.Greedy));
    }

    [Fact]
    public void The_greatest_action_value_is_chosen_with_all_its_parts()
    {
        var form = new ActionValueForm(new MultiDiscrete(2, 3));
        var random = RandomStream.Create(1, StreamPurpose.EvaluationPolicy);
        var actions = new ActionBatch(form.Actions, 1);

        form.Act([0, 1, 2, 3, 9, 5], PolicyMode.Greedy, ref random, actions, 0);

        Assert.Equal([1, 1], actions.Choices);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Equal(
            "actions Discrete(2) are choices, which a Gaussian policy cannot make: give a world whose actions are a box",
            Assert.Throws<ArgumentException>(() => new GaussianForm(new Discrete(2), [0])).Message);
        Assert.Equal(
            "1 deviations were given for actions of 2 dimensions: give one for each",
            Assert.Throws<ArgumentException>(() => new GaussianForm(Torques, [0])).Message);
        Assert.Contains(
            "onto which nothing can be stretched",
            Assert.Throws<ArgumentException>(() => new SquashedGaussianForm(Box.Unbounded(1))).Message,
            StringComparison.Ordinal);
        Assert.Equal(
            "a policy of action values has no distribution to draw from: ride it greedily",
            Assert.Throws<ArgumentException>(() => NewAgent(FormOf("ActionValue")).Policy(PolicyMode.Sampled)).Message);
    }

    [Fact]
    public void A_form_of_tomorrow_is_refused()
    {
        var file = NewAgent(FormOf("Gaussian")).ToSafetensors();
        file.Metadata["form"] = "Beta";
        file.Save(Saved);

        Assert.Equal(
            $"{Saved} is no policy of Tandem: a policy of form 'Beta' is unknown: update Tandem",
            Assert.Throws<InvalidDataException>(() => Agent.Load(Saved)).Message);
    }

    [Fact]
    public void Normalisation_is_saved_and_gives_the_bits_of_the_worlds_shell()
    {
        var worlds = new ShelledWorlds(EnvironmentCatalog.BuiltIn["Pendulum-v1"].CreateVector(5), new ShellOptions { NormalizeObservations = true });
        var plain = EnvironmentCatalog.BuiltIn["Pendulum-v1"].CreateVector(5);
        worlds.Reset(3);
        plain.Reset(3);
        var agent = new Agent(
            new Perceptron(new PerceptronShape(3, [], 1)),
            plain.Observations,
            new GaussianForm(plain.Actions, [0]),
            new ObservationNormalization(worlds.Normalization.Observations!, clip: 10));
        agent.Save(Saved);
        var loaded = Agent.Load(Saved).Normalization!;

        var given = new float[15];
        loaded.Apply(plain.CurrentObservations, given);

        Assert.Equal(10, loaded.Clip);
        Assert.Equal(worlds.CurrentObservations, given);
        loaded.Apply([1e9f, -1e9f, 0], given);
        Assert.Equal([10, -10], given[..2]);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static PolicyForm FormOf(string name) => name switch
    {
        "Gaussian" => new GaussianForm(Torques, [-0.5f, 0.25f]),
        "Gaussian stretched" => new GaussianForm(Torques, [-0.5f, 0.25f], ActionFit.ClipAndRescale),
        "SquashedGaussian" => new SquashedGaussianForm(Torques),
        "ActionValue" => new ActionValueForm(new MultiDiscrete(2, 3)),
        _ => new CategoricalForm(new MultiDiscrete(2, 3), ActionHeads.Parts),
    };

    private static Agent NewAgent(PolicyForm form)
    {
        var random = RandomStream.Create(1, StreamPurpose.Initialization);
        var shape = new PerceptronShape(3, [8], form.OutputWidth, Activation.Tanh);
        return new Agent(PerceptronTests.RandomPerceptron(shape, ref random), Box.Unbounded(3), form);
    }

    private static float[] Act(PolicyForm form, float[] outputs, PolicyMode mode)
    {
        var random = RandomStream.Create(1, StreamPurpose.EvaluationPolicy);
        var actions = new ActionBatch(form.Actions, 1);
        form.Act(outputs, mode, ref random, actions, 0);
        return actions.Values.ToArray();
    }

    private static double[] Actions(Agent agent, PolicyMode mode)
    {
        var actions = new ActionBatch(agent.Actions, 2);
        agent.Policy(mode, seed: 7).Act([0.1f, -3, 0.9f, 5, 0.5f, 0], new double[2], actions);
        return [.. actions.Values.ToArray(), .. actions.Choices.ToArray()];
    }
}
