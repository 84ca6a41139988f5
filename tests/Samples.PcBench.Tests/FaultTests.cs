using System.Diagnostics;
using System.Net;
using PcBench.ServiceDefaults.Health;

namespace Samples.PcBench.Tests;

public class FaultTests
{
    private const string Predict = "/predict?cores=6&clockGHz=4.2&cacheMb=16";

    [Fact]
    public async Task ErrorRate_One_ApiFailsAndHealthDoesNot()
    {
        await using var ml = await ServiceProcess.StartAsync("MlService", ("FAULT_ERROR_RATE", "1"), ("POD_REVISION", "bad"));

        using var api = await ml.Client.GetAsync(Predict);
        using var health = await ml.Client.GetAsync("/healthz");
        using var ready = await ml.Client.GetAsync("/readyz");

        Assert.Equal(HttpStatusCode.InternalServerError, api.StatusCode);
        Assert.Equal("bad", Assert.Single(api.Headers.GetValues("X-Revision")));
        Assert.Equal("bad", Assert.Single(health.Headers.GetValues("X-Revision")));
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        await ml.LogLineAsync(message => message.StartsWith("GET /predict 500", StringComparison.Ordinal));
        var metrics = Exposition.Parse(await ml.Client.GetStringAsync("/metrics"));
        Assert.Equal(("method=\"GET\",route=\"/predict\",code=\"500\"", 1), Assert.Single(metrics.All("http_requests_total")));
    }

    [Fact]
    public async Task ErrorRate_Third_AboutAThirdFails()
    {
        const int Requests = 600;
        await using var ml = await ServiceProcess.StartAsync("MlService", ("FAULT_ERROR_RATE", "0.3333"), ("LOG_LEVEL", "Information"));

        var failed = 0;
        for (var request = 0; request < Requests; request++)
        {
            using var response = await ml.Client.GetAsync(Predict);
            failed += response.StatusCode == HttpStatusCode.InternalServerError ? 1 : 0;
        }

        // Six standard deviations (11.5) to each side: fails once in half a billion runs.
        Assert.InRange(failed, 200 - 70, 200 + 70);
    }

    [Fact]
    public async Task CrashAfter_Zero_Exit1BeforeListening()
    {
        await using var ml = await ServiceProcess.StartAsync("MlService", ("FAULT_CRASH_AFTER_SECONDS", "0"));

        Assert.Equal(1, await ml.ExitCodeAsync());
        Assert.Contains("FAULT_CRASH_AFTER_SECONDS=0", Assert.Single(ml.Log).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CrashAfter_HalfASecond_ListensThenExit1()
    {
        await using var ml = await ServiceProcess.StartAsync("MlService", ("FAULT_CRASH_AFTER_SECONDS", "0.5"));

        Assert.NotNull(ml.Url);
        Assert.Equal(1, await ml.ExitCodeAsync());
    }

    [Fact]
    public async Task Settings_SeveralWrong_AllNamedAndExit2()
    {
        await using var backend = await ServiceProcess.StartAsync(
            "Backend", ("FAULT_ERROR_RATE", "2"), ("FAULT_LATENCY_MS", "fast"), ("LOG_LEVEL", "loud"), ("ML_SERVICE_URL", "ml-service"));

        Assert.Equal(2, await backend.ExitCodeAsync());
        var messages = backend.Log.Select(line => line.GetProperty("message").GetString()!).ToList();
        Assert.Equal(4, messages.Count);
        Assert.All(
            new[] { "FAULT_ERROR_RATE=\"2\"", "FAULT_LATENCY_MS=\"fast\"", "LOG_LEVEL=\"loud\"", "ML_SERVICE_URL=\"ml-service\"" },
            wrong => Assert.Contains(messages, message => message.Contains(wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SlowStart_UntilItIsOver_AliveButNotReady()
    {
        await using var ml = await ServiceProcess.StartAsync("MlService", ("FAULT_SLOW_START_SECONDS", "3600"));

        using var health = await ml.Client.GetAsync("/healthz");
        using var ready = await ml.Client.GetAsync("/readyz");

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    [Fact]
    public void Obstacle_ClockPassesSlowStart_BecomesReady()
    {
        var clock = new ManualClock();
        var readiness = new Readiness(TimeSpan.FromSeconds(10), clock);

        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Contains("1 s left", readiness.Obstacle(), StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(readiness.Obstacle());
        readiness.Stop();
        Assert.Equal("stopping", readiness.Obstacle());
    }

    [Fact]
    public async Task Sigterm_WithTheDefaultDelay_ServesFiveSecondsNotReadyThenExit0()
    {
        await using var ml = await ServiceProcess.StartAsync("MlService", ("SHUTDOWN_DELAY_SECONDS", ""));
        var watch = Stopwatch.StartNew();
        ml.Terminate();
        await ml.LogLineAsync(message => message.StartsWith("Stopping", StringComparison.Ordinal));

        var lastServed = TimeSpan.Zero;
        using (var ready = await ml.Client.GetAsync("/readyz"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        }

        while (watch.Elapsed < TimeSpan.FromSeconds(4.8))
        {
            using var response = await ml.Client.GetAsync(Predict);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.True(response.Headers.ConnectionClose);
            lastServed = watch.Elapsed;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        Assert.Equal(0, await ml.ExitCodeAsync());
        Assert.True(lastServed > TimeSpan.FromSeconds(4.5), $"last answer after {lastServed}");
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15));
    }
}
