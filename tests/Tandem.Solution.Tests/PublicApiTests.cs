using System.Reflection;
using PublicApiGenerator;
using Tandem.Solution.Tests.Packaging;

namespace Tandem.Solution.Tests;

/// <summary>
/// The public API of each library, printed and compared with the file that was approved: it changes only on purpose.
/// To approve a change, run these tests with TANDEM_APPROVE=1 and commit the files.
/// </summary>
public sealed class PublicApiTests
{
    private static readonly ApiGeneratorOptions Printed = new()
    {
        IncludeAssemblyAttributes = false,
        ExcludeAttributes = ["System.Runtime.CompilerServices.CompilerGeneratedAttribute", "System.Runtime.CompilerServices.IsReadOnlyAttribute"],
    };

    [Theory]
    [InlineData("Tandem.Environments")]
    [InlineData("Tandem.Text")]
    [InlineData("Tandem.Runs")]
    [InlineData("Tandem.Inference")]
    [InlineData("Tandem.Learning")]
    [InlineData("Tandem.Cli")]
    public void The_public_API_is_as_approved(string library)
    {
        var approved = Path.Combine(Repository.Root, "tests", "Tandem.Solution.Tests", "PublicApi", $"{library}.txt");
        var printed = Assembly.Load(library).GeneratePublicApi(Printed).ReplaceLineEndings("\n");
        if (System.Environment.GetEnvironmentVariable("TANDEM_APPROVE") == "1")
        {
            File.WriteAllText(approved, printed);
        }

        Assert.Equal(File.ReadAllText(approved).ReplaceLineEndings("\n"), printed);
    }
}
