namespace Tandem.Solution.Tests;

public sealed class PlaceholderTests
{
    [Fact]
    public void The_project_builds() => Assert.NotNull(typeof(PlaceholderTests).Assembly);
}
