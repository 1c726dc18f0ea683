using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Tandem.Solution.Tests;

/// <summary>The inner rules that project references cannot hold: docs/architecture.md draws them.</summary>
public sealed class ArchitectureTests
{
    private const string Learning = "Tandem.Learning";

    private static readonly ArchUnitNET.Domain.Architecture Libraries = new ArchLoader().LoadAssemblies(
        System.Reflection.Assembly.Load("Tandem.Environments"),
        System.Reflection.Assembly.Load("Tandem.Text"),
        System.Reflection.Assembly.Load("Tandem.Runs"),
        System.Reflection.Assembly.Load("Tandem.Inference"),
        System.Reflection.Assembly.Load(Learning),
        System.Reflection.Assembly.Load("Tandem.Cli"),
        typeof(Console).Assembly).Build();

    [Theory]
    [InlineData("Transformers", "Training")]
    [InlineData("Training", "Transformers")]
    [InlineData("Transformers", "Translation")]
    [InlineData("Transformers", "Reinforcement")]
    [InlineData("Transformers", "Trajectories")]
    [InlineData("Training", "Translation")]
    [InlineData("Training", "Reinforcement")]
    [InlineData("Training", "Trajectories")]
    [InlineData("Translation", "Reinforcement")]
    [InlineData("Translation", "Trajectories")]
    [InlineData("Reinforcement", "Translation")]
    [InlineData("Reinforcement", "Trajectories")]
    [InlineData("Trajectories", "Translation")]
    public void A_room_of_Learning_does_not_know(string room, string other) =>
        Check(Types().That().ResideInNamespace($"{Learning}.{room}")
            .Should().NotDependOnAny(Types().That().ResideInNamespace($"{Learning}.{other}"))
            .WithoutRequiringPositiveResults());

    /// <summary>Who learns from rides borrows the plain networks, their loss and the contract of a training, and nothing that acts.</summary>
    [Fact]
    public void Trajectories_borrow_of_Reinforcement_only_what_does_not_act() =>
        Check(Types().That().ResideInNamespace($"{Learning}.Trajectories")
            .Should().NotDependOnAny(Types().That().ResideInNamespace($"{Learning}.Reinforcement")
                .And().DoNotHaveNameMatching("^(ILearner|LearnerUpdate|ILearnableNetwork|Perceptron.*|PolicyGradient.*|BinaryState|Polyak|LearnerProgress)$")));

    [Theory]
    [InlineData("Tandem.Environments")]
    [InlineData("Tandem.Text")]
    [InlineData("Tandem.Runs")]
    [InlineData("Tandem.Inference")]
    [InlineData(Learning)]
    public void A_library_does_not_print(string library) =>
        Check(Types().That().ResideInAssembly(System.Reflection.Assembly.Load(library))
            .Should().NotDependOnAny(typeof(Console)));

    [Fact]
    public void A_broken_rule_is_noticed() =>
        Assert.False(Types().That().ResideInNamespace($"{Learning}.Reinforcement")
            .Should().NotDependOnAny(Types().That().ResideInNamespace("Tandem.Environments"))
            .HasNoViolations(Libraries));

    [Fact]
    public void Public_classes_are_sealed_static_or_abstract() =>
        Check(Classes().That().ArePublic().And().ResideInNamespaceMatching("^Tandem\\.")
            .Should().BeSealed().OrShould().BeAbstract());

    private static void Check(IArchRule rule)
    {
        var broken = rule.Evaluate(Libraries).Where(result => !result.Passed).Select(result => result.Description).ToArray();
        Assert.True(broken.Length == 0, string.Join(System.Environment.NewLine, broken));
    }
}
