namespace Tandem.Cli.Tests.Commands;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task It_names_what_the_machine_offers()
    {
        var run = await CommandRun.Of("doctor", "--json");

        Assert.Equal(["findings", "problems"], run.JsonNames);
        var subjects = run.Json["findings"]!.AsArray().Select(finding => (string)finding!["subject"]!).ToArray();
        foreach (var subject in new[] { "Tandem", ".NET runtime", ".NET SDK", "Processor", "bfloat16 products", "Memory", "Free disk here", "libtorch" })
            Assert.Contains(subject, subjects);
        Assert.Equal(0, run.Code);
    }

    [Fact]
    public async Task It_marks_what_is_well()
    {
        var run = await CommandRun.Of("doctor");

        Assert.Matches(@"✓\s+libtorch\s+2\.", run.Output);
    }
}
