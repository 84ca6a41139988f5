using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sluice.Metrics.Judging;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Tests.Judging;

/// <summary>Gates that ask pods over HTTP.</summary>
public sealed class RealPodsTests : IAsyncLifetime, IDisposable
{
    private readonly WebApplication _app;
    private readonly Trial _trial = new();
    private readonly HttpPods _http = new();
    private volatile bool _isDown;

    public RealPodsTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapGet("/{pod}/metrics", (string pod) => _isDown ? Results.StatusCode(503) : Results.Text(_trial.Pods.Expose(pod)));
    }

    public async Task InitializeAsync()
    {
        await _app.StartAsync();
        _http.Address = new Uri(_app.Urls.First());
    }

    public async Task DisposeAsync()
    {
        await _trial.DisposeAsync();
        await _app.DisposeAsync();
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Look_HealthyPods_PassThroughADownTime()
    {
        await using var desk = Open();
        desk.Look(_trial.Lane, 0, new GateView(10, _trial.Clock.GetUtcNow()));

        await UntilAsync(desk, answer => desk.Sight("web") is { CandidateRequests: > 200 });
        _isDown = true;
        await UntilAsync(desk, answer => answer.Text.Contains("unreachable", StringComparison.Ordinal));
        Assert.Equal(GateWord.Continue, desk.Answer("web")!.Word);
        Assert.Matches(@"^quality: metrics source unreachable: No pod's metrics can be read\. new-a:8080/metrics: 503 Service Unavailable\.", desk.Answer("web")!.Text);
        _isDown = false;

        await UntilAsync(desk, answer => answer.Word == GateWord.Pass);
        Assert.Equal((8080, "web"), (_http.Port, _http.Asked));
    }

    [Fact]
    public async Task Look_TenPercentErrors_RollBack()
    {
        _trial.CandidateBad = 10;
        await using var desk = Open();
        desk.Look(_trial.Lane, 0, new GateView(10, _trial.Clock.GetUtcNow()));

        await UntilAsync(desk, answer => answer.Word == GateWord.Rollback);

        Assert.InRange(_trial.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2));
    }

    private IGateDesk Open()
    {
        var sources = new GateSources(_http, service => { _http.Asked = service; return 8080; }, _ => throw new InvalidOperationException("no server"), _trial.Clock);
        return new GateDesks(sources, _trial.Clock, _trial.Notices.Add).Open([_trial.Lane], _trial.Watch, new Dictionary<string, byte[]>());
    }

    /// <summary>Time passes, an answer at a time.</summary>
    private async Task UntilAsync(IGateDesk desk, Func<GateAnswer, bool> isEnough)
    {
        for (var looks = 0; looks < 200; looks++)
        {
            if (desk.Answer("web") is { } answer)
            {
                if (isEnough(answer))
                {
                    return;
                }

                // An answer is told before the next look is waited for.
                while (_trial.Clock.Timers == 0)
                {
                    await Task.Yield();
                }

                _trial.Run(5);
            }

            await desk.ChangedAsync(default).WaitAsync(TimeSpan.FromMinutes(1));
        }

        Assert.Fail($"It did not come to that: {desk.Answer("web")}");
    }

    private sealed class HttpPods : IPodHttp, IDisposable
    {
        private readonly HttpClient _client = new();

        public Uri Address { get; set; } = null!;

        public int Port { get; private set; }

        public string Asked { get; set; } = "";

        public async Task<PodAnswer> GetAsync(PodAddress pod, string path, CancellationToken cancellationToken)
        {
            Port = pod.Port;
            using var answer = await _client.GetAsync(new Uri(Address, $"/{pod.Pod}{path}"), cancellationToken);
            return answer.IsSuccessStatusCode
                ? new PodAnswer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken), "")
                : new PodAnswer((int)answer.StatusCode, "", answer.ReasonPhrase ?? "");
        }

        public void Dispose() => _client.Dispose();
    }
}
