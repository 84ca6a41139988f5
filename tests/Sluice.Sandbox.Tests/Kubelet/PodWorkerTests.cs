using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Serilog.Core;
using Sluice.Sandbox.Api;
using Sluice.Sandbox.Controllers.Events;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Hosting;
using Sluice.Sandbox.Kubelet;
using Sluice.Sandbox.Kubelet.Images;
using Sluice.Sandbox.Kubelet.Launching;
using Sluice.Sandbox.Kubelet.Pods;
using Sluice.Sandbox.Kubelet.Probes;
using Sluice.Sandbox.Kubelet.Processes;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Tests.Kubelet;

/// <summary>A pod from its object to its processes and away again, with real processes.</summary>
public sealed class PodWorkerTests : IAsyncLifetime, IDisposable
{
    private static readonly ResourceKey Key = new("pods", "n", "p");
    private readonly string _home = Directory.CreateTempSubdirectory("sluice-worker").FullName;
    private readonly ObjectStore _store = new(TimeProvider.System);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _workers = [];
    private readonly ProcessHost _host = new();
    private readonly NetworkActionRunner _actions = new(TimeProvider.System);
    private readonly KubeletServices _services;

    public PodWorkerTests() => _services = new KubeletServices
    {
        Home = _home,
        HostAddress = "127.0.0.1",
        Store = _store,
        Time = TimeProvider.System,
        Events = new EventRecorder(_store, TimeProvider.System),
        Images = new OneImage(_home),
        Processes = _host,
        Actions = _actions,
        Launcher = new ContainerLauncher(_store, _home),
        Addresses = new PodAddresses(new AddressBlock(13)),
        Log = Logger.None,
    };

    private JsonNode? Container => _store.Get(Key).Objects("status", "containerStatuses").SingleOrDefault();

    [Fact]
    public async Task Pod_CreatedAndDeleted_RunsAndLeavesNothingBehind()
    {
        var (worker, running) = Begin("echo up; trap 'echo bye; exit 0' TERM; while :; do sleep 0.02; done");
        using (worker)
        {
            await UntilAsync(() => Conditions.IsTrue(_store.Get(Key).At("status"), "Ready"));
            await UntilAsync(() => ReadLog() == "up\n");

            _store.Delete(Key, 30);
            worker.Post(new PodInput.Changed(_store.Get(Key)!));
            await running.WaitAsync(TimeSpan.FromSeconds(10));

            Assert.Null(_store.Get(Key));
            Assert.Empty(Directory.EnumerateDirectories(Path.Combine(_home, "pods")));
            Assert.Equal(0, Leftovers.Kill(_home));
            Assert.Equal(["Created pod", "Killing", "Pulled", "Pulling", "Started"], Reasons().Prepend("Created pod").Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Pod_Crashes_ShowsTheEndAndKeepsThePreviousLog()
    {
        var (worker, _) = Begin("echo run; exit 3");
        using (worker)
        {
            await UntilAsync(() => Container.Text("state", "waiting", "reason") == "CrashLoopBackOff");

            Assert.Equal((1, 3), (Container.Int("restartCount"), Container.Int("lastState", "terminated", "exitCode")));
            Assert.Equal(("run\n", "run\n"), (ReadLog(), ReadLog(previous: true)));
        }
    }

    [Fact]
    public async Task Pod_IgnoresTerm_IsKilledAfterItsGrace()
    {
        var (worker, running) = Begin("trap '' TERM; echo up; while :; do sleep 0.02; done");
        using (worker)
        {
            await UntilAsync(() => ReadLog() == "up\n");
            var watch = Stopwatch.StartNew();

            _store.Delete(Key, 1);
            worker.Post(new PodInput.Changed(_store.Get(Key)!));
            await running.WaitAsync(TimeSpan.FromSeconds(10));

            Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 5);
        }
    }

    [Fact]
    public async Task Pod_ExecProbe_DecidesReadiness()
    {
        var (worker, _) = Begin("while :; do sleep 0.02; done", """{"exec":{"command":["sh","-c","test -e $TMPDIR/ready"]},"periodSeconds":1}""");
        using (worker)
        {
            await UntilAsync(() => Container.Flag("started"));
            Assert.False(Conditions.IsTrue(_store.Get(Key).At("status"), "Ready"));

            File.WriteAllText(Path.Combine(_services.FolderOf(_store.Get(Key)!.Uid()).TemporaryFolder, "ready"), "");

            await UntilAsync(() => Conditions.IsTrue(_store.Get(Key).At("status"), "Ready"));
        }
    }

    [Fact]
    public async Task Suspend_SandboxStops_ProcessesEndAndTheStatusStays()
    {
        var (worker, _) = Begin("trap '' TERM; echo up; while :; do sleep 0.02; done");
        using (worker)
        {
            await UntilAsync(() => ReadLog() == "up\n");

            await worker.SuspendAsync(TimeSpan.FromMilliseconds(200), CancellationToken.None);

            Assert.Equal(0, Leftovers.Kill(_home));
            Assert.NotNull(Container.At("state", "running"));
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_workers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _host.Dispose();
        Leftovers.Kill(_home);

        // A probe's command that was just killed may still close its log.
        await UntilAsync(IsDeleted);
    }

    public void Dispose()
    {
        _actions.Dispose();
        _store.Dispose();
        _stop.Dispose();
    }

    private bool IsDeleted()
    {
        try
        {
            Directory.Delete(_home, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return !Directory.Exists(_home);
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); await Task.Delay(10))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), "did not happen within 10 s");
        }
    }

    private (PodWorker Worker, Task Running) Begin(string script, string probe = "null")
    {
        var container = new JsonObject { ["name"] = "c", ["image"] = "i", ["command"] = new JsonArray("/bin/sh", "-c", script), ["readinessProbe"] = JsonNode.Parse(probe) };
        var pod = _store.Create(Key, new JsonObject { ["kind"] = "Pod", ["spec"] = new JsonObject { ["containers"] = new JsonArray(container) } }).Object!;
        var worker = new PodWorker(_services, pod, _services.Addresses.Take(null)!);
        var running = worker.RunAsync(_stop.Token);
        _workers.Add(running);
        return (worker, running);
    }

    private IEnumerable<string> Reasons() => _store.List("events", "n").Items.Select(e => e.Text("reason")!);

    private string? ReadLog(bool previous = false) =>
        new PodLogs(_services).Read(new PodLogRequest("n", "p", "c", previous), CancellationToken.None).Chunks is { } chunks
            ? string.Concat(chunks.ToBlockingEnumerable().Select(c => Encoding.UTF8.GetString(c.Span)))
            : null;

    private sealed class OneImage(string root) : IImagePuller
    {
        public Task<PullOutcome> PullAsync(string image, CancellationToken cancellationToken) => Task.FromResult(new PullOutcome(new LocalImage("id", root), "there"));
    }
}
