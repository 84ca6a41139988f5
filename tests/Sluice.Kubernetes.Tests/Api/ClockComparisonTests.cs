using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Tests.Fakes;

namespace Sluice.Kubernetes.Tests.Api;

public class ClockComparisonTests
{
    private static readonly DateTimeOffset Sent = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0, 0.5, 0)]
    [InlineData(0, 2, -0.5, 0)]
    [InlineData(10, 0, 10.5, 10)]
    [InlineData(-10, 0, -9.5, 9)]
    [InlineData(10, 8, 6.5, 2)]
    public void Of_DateAndElapsed_LeavesWhatIsUncertainOut(double dateAfter, double elapsed, double ahead, double certain)
    {
        var comparison = ClockComparison.Of(Sent.AddSeconds(dateAfter), Sent, TimeSpan.FromSeconds(elapsed));

        Assert.Equal(TimeSpan.FromSeconds(ahead), comparison.Ahead);
        Assert.Equal(TimeSpan.FromSeconds(certain), comparison.CertainDifference);
    }

    [Fact]
    public async Task Clock_AfterAnAnswer_IsTheServers()
    {
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            context.Response.Headers.Date = DateTimeOffset.UtcNow.AddHours(2).ToString("R");
            return context.Response.Body.WriteAsync("{}"u8.ToArray()).AsTask();
        });
        using ApiClient client = server.Client();
        Assert.Null(client.Clock);

        await client.GetAsync("/api", default);

        Assert.InRange(client.Clock!.Ahead, TimeSpan.FromMinutes(115), TimeSpan.FromMinutes(125));
    }
}
