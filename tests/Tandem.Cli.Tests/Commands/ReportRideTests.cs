using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Tests.Commands;

/// <summary><c>evaluate RUN --report DIR</c>: a page about a rider who learned from recorded rides.</summary>
[Collection(nameof(OneTraining))]
public sealed class ReportRideTests : RecordedRides
{
    [Fact]
    public async Task A_report_is_one_page_with_its_pictures_in_it_and_beside_it()
    {
        await Train(DecisionTransformer, "--returns", "observed");

        var run = await CommandRun.Of("evaluate", Run, "--episodes", "3", "--report", folder["page"], "--json");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(["run", "report", "episodes", "optimum", "asked", "meanReturn"], run.JsonNames);
        Assert.Equal(HighestReturn(), (double)run.Json["asked"]!.AsArray()[^1]!["asked"]!);
        var page = File.ReadAllText(folder["page/index.html"]);
        Assert.Equal(3, page.Split("<svg").Length - 1);
        foreach (var text in (string[])["Asked and achieved", "best in the data", "as asked", "Returns", "observation", "layer 1"])
        {
            Assert.Contains(text, page, StringComparison.Ordinal);
        }

        Assert.Equal(["asked.svg", "attention.svg", "index.html", "returns.svg"], Directory.GetFiles(folder["page"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(folder["page"], "*.svg"), picture => Assert.Contains(File.ReadAllText(picture), page, StringComparison.Ordinal));
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=", page, StringComparison.Ordinal);
        (await CommandRun.Of("evaluate", Run, "--report", folder["page"])).AssertRefused($"'{folder["page/index.html"]}' is there already and is never overwritten: give another folder");
    }

    [Fact]
    public async Task A_report_of_a_rider_that_takes_no_return_says_so_and_of_no_rider_is_refused()
    {
        await Train(Clone);
        Directory.Delete(Rides, recursive: true);

        var run = await CommandRun.Of("evaluate", Run, "--episodes", "3", "--report", folder["page"]);
        var page = File.ReadAllText(folder["page/index.html"]);

        Assert.Equal(0, run.Code);
        Assert.Contains("This rider asks for no return", page, StringComparison.Ordinal);
        Assert.Contains("not where they were", page, StringComparison.Ordinal);
        (await CommandRun.Of("evaluate", "--env", "CartPole-v1", "--report", folder["other"])).AssertRefused("--report wants a run: give RUN, the folder of one");
        Assert.False(Directory.Exists(folder["other"]));
    }

    [Fact]
    public async Task A_report_counts_the_rides_that_were_to_be_learned_from()
    {
        await Train(Clone, "--best-share", "0.5");
        using var episodes = EpisodeSet.Open(Rides);
        var infos = episodes.Infos.ToArray();
        var finished = BestEpisodes.Of(infos, 0.5).Count(episode => !infos[episode].IsUnfinished);

        await CommandRun.Of("evaluate", Run, "--episodes", "3", "--report", folder["page"]);

        Assert.InRange(finished, 1, infos.Count(info => !info.IsUnfinished) - 1);
        Assert.Contains($"the {finished} finished episodes in its data", File.ReadAllText(folder["page/index.html"]), StringComparison.Ordinal);
    }
}
