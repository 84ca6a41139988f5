using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Manifests;
using Sluice.Nuke.Diagnostics;

namespace Sluice.Nuke.Tests.Diagnostics;

public sealed class ClockAndPortChecksTests
{
    [Theory]
    [InlineData(0.4, FindingLevel.Fine, "agrees with the cluster of prod")]
    [InlineData(2.4, FindingLevel.Fine, "agrees with the cluster of prod")]
    [InlineData(4, FindingLevel.Notice, "4.0 s behind the cluster of prod")]
    [InlineData(-40, FindingLevel.Notice, "40.0 s ahead of the cluster of prod")]
    [InlineData(3600, FindingLevel.Problem, "3600.0 s behind the cluster of prod")]
    public void Compare_Clocks_AreJudgedByWhatIsCertain(double ahead, FindingLevel level, string what)
    {
        var finding = ClockChecks.Compare("the cluster of prod", new ClockComparison(TimeSpan.FromSeconds(ahead), TimeSpan.FromMilliseconds(500)));

        Assert.Equal((level, what, level != FindingLevel.Fine), (finding.Level, finding.What, finding.Advice is not null));
    }

    [Fact]
    public void Compare_NoTimeTold_IsWorthANotice() => Assert.Equal(FindingLevel.Notice, ClockChecks.Compare("r", null).Level);

    [Fact]
    public void Low_PortsThatTheUserMayNotOpen_AreNamedWithTheirServices()
    {
        var finding = PortChecks.Low([Service("web", 443, 80, 8080), Service("dns", 53), Service("odd"), new ManifestObject([], "x")], port => port == 53);

        Assert.Equal(FindingLevel.Problem, finding.Level);
        Assert.Equal("this user may not open port 80 of Service/web, port 443 of Service/web in the sandbox", finding.What);
        Assert.Contains("ip_unprivileged_port_start=80", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Low_PortsForEverybody_AreNotTried() =>
        Assert.Equal(FindingLevel.Fine, PortChecks.Low([Service("web", 1024, 8080)], _ => throw new InvalidOperationException("tried")).Level);

    private static ManifestObject Service(string name, params int[] ports) => new(
        new JsonObject
        {
            ["kind"] = "Service",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject { ["ports"] = new JsonArray([.. ports.Select(port => new JsonObject { ["port"] = port })]) },
        },
        "k8s/service.yaml");
}
