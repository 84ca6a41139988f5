using Sluice.Model;
using Sluice.Model.Files;
using Sluice.Nuke.Jobs;

namespace Sluice.Nuke.Tests;

public sealed class LoadWishTests
{
    private const string Text = """
        application: shop
        registry: sandbox
        services:
          web: {project: web, port: 8080}
          mail: {project: mail, port: 8081, probes: {readiness: {path: /readyz}, smoke: {path: /alive}}}
        environments:
          stage:
            cluster: sandbox
            namespace: shop-stage
            overlay: k8s/stage
            services:
              web: {load: {requestsPerSecond: 20, keepAlive: 10%, path: /items}}
        """;

    private static readonly LoadWish s_nothing = new(null, [], null, null, null, null, null, null, null);

    [Fact]
    public void Read_NothingTyped_TakesWhatThePipelineSaysElseTheDefaults()
    {
        var (settings, errors) = Read(s_nothing);

        Assert.Empty(errors);
        Assert.Equal(
            [("web", 20, "10%", "/items"), ("mail", 50, "50%", "/alive")],
            settings!.Services.Select(load => (load.Service, load.Rate, load.KeepAlive.ToString(), load.Path)));
        Assert.Equal((TimeSpan.FromSeconds(30), 0, "X-Revision"), (settings.Duration, settings.MostFailed, settings.RevisionHeader));
    }

    [Fact]
    public void Read_EverythingTyped_TakesThat()
    {
        var (settings, errors) = Read(s_nothing with { Services = ["web"], Rate = "7.5", KeepAlive = "100%", Duration = "1m30s", Path = "/x?y=1", Url = "https://shop.example.com", RevisionHeader = "X-Build", MaxFailed = "3" });

        Assert.Empty(errors);
        Assert.Equal([("web", 7.5, "100%", "/x?y=1")], settings!.Services.Select(load => (load.Service, load.Rate, load.KeepAlive.ToString(), load.Path)));
        Assert.Equal((TimeSpan.FromSeconds(90), 3, "X-Build", "https://shop.example.com/"), (settings.Duration, settings.MostFailed, settings.RevisionHeader, settings.Url!.ToString()));
    }

    [Fact]
    public void Read_EverythingWrong_NamesEveryMistakeAtOnce()
    {
        var (settings, errors) = Read(s_nothing with { Services = ["webb"], Rate = "0", KeepAlive = "half", Duration = "soon", Path = "x", Url = "ftp://x", RevisionHeader = "a b", MaxFailed = "-1" });

        Assert.Null(settings);
        Assert.Equal(8, errors.Count);
        Assert.Contains(errors, error => error.Contains("Did you mean web?", StringComparison.Ordinal) && error.Contains("web, mail", StringComparison.Ordinal));
        Assert.All(new[] { "--rate", "--keep-alive", "--duration", "--request-path", "--url", "--revision-header", "--max-failed", "--service" },
            option => Assert.Single(errors, error => error.StartsWith(option, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("100000", "1h", "more than 20000000 requests")]
    public void Read_MoreThanCanBeKept_IsRefused(string rate, string duration, string reason)
    {
        Assert.Contains(reason, Read(s_nothing with { Rate = rate, Duration = duration }).Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OneAddressForTwoServices_IsRefused()
    {
        Assert.Contains("--service web", Assert.Single(Read(s_nothing with { Url = "http://a.example.com" }).Errors), StringComparison.Ordinal);
    }

    private static (LoadSettings? Settings, IReadOnlyList<string> Errors) Read(LoadWish wish)
    {
        var load = PipelineFile.Parse(Text, "sluice.yaml");
        Assert.Equal([], load.Errors.Select(error => error.ToString()));
        return wish.Read(load.Pipeline!, load.Pipeline!.Environments[0]);
    }
}
