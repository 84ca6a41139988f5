using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Api;
using Sluice.Sandbox.Controllers;
using Sluice.Sandbox.Controllers.Events;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Controllers.Startup;
using Sluice.Sandbox.Hosting;
using Sluice.Sandbox.Kubelet.Images;
using Sluice.Sandbox.Kubelet.Launching;
using Sluice.Sandbox.Kubelet.Pods;
using Sluice.Sandbox.Kubelet.Probes;
using Sluice.Sandbox.Kubelet.Processes;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Kubelet;

/// <summary>Runs every pod of the store as local processes. Start it after the registry and before the API server.</summary>
internal sealed class KubeletPart(SandboxContext context) : ISandboxPart, IPodLogs, IDisposable
{
    /// <summary>What pods get to end when the sandbox stops.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, (PodWorker Worker, Task Running)> _pods = new();
    private readonly NetworkActionRunner _actions = new(context.Time);
    private ImageStore? _images;
    private ProcessHost? _processes;
    private KubeletServices? _services;
    private Task _watching = Task.CompletedTask;

    public string Name => "kubelet";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        int left = Leftovers.Kill(context.Home);
        if (left > 0)
        {
            context.Log.Warning("killed {Count} processes that an earlier sandbox left behind", left);
        }

        try
        {
            _processes = new ProcessHost();
            _images = new ImageStore(Path.Combine(context.Home, "images"), context.Time);
        }
        catch (Exception e) when (e is IOException or System.ComponentModel.Win32Exception)
        {
            throw new SandboxStartException($"the sandbox cannot run pods: {e.Message}", e);
        }

        _services = new KubeletServices
        {
            Home = context.Home,
            HostAddress = context.Addresses.ControlAddress.ToString(),
            Store = context.Store,
            Time = context.Time,
            Events = new EventRecorder(context.Store, context.Time),
            Images = _images,
            Processes = _processes,
            Actions = _actions,
            Launcher = new ContainerLauncher(context.Store, context.Home),
            Addresses = new PodAddresses(context.Addresses),
            Log = context.Log,
        };
        var stored = context.Store.List(Resources.Pods, null).Items;
        RemoveStrayFolders(stored);
        var claims = new ClaimFolders(context.Home);
        claims.RemoveStray(context.Store);
        foreach (var pod in stored.OrderBy(p => p.Text("status", "podIP") is null))
        {
            Notice(pod);
        }

        _watching = Task.WhenAll(WatchAsync(_stop.Token), claims.WatchAsync(context.Store, _stop.Token));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_pods.Values.Select(p => p.Worker.SuspendAsync(StopGrace, cancellationToken))).ConfigureAwait(false);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _watching.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Leftovers.Kill(context.Home);
    }

    public PodLogAnswer Read(PodLogRequest request, CancellationToken cancellationToken) =>
        _services is { } services ? new PodLogs(services).Read(request, cancellationToken) : PodLogAnswer.None("the kubelet has not started yet");

    public void Dispose()
    {
        foreach (var (worker, _) in _pods.Values)
        {
            worker.Dispose();
        }

        _processes?.Dispose();
        _images?.Dispose();
        _actions.Dispose();
        _stop.Dispose();
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await foreach (var change in context.Store.Watch(Resources.Pods, null, 0, cancellationToken).ConfigureAwait(false))
            {
                if (change.Type != StoreEventType.Deleted)
                {
                    Notice(change.Object);
                }
                else if (_pods.TryGetValue(change.Object.Uid(), out var known))
                {
                    known.Worker.Post(new PodInput.Gone());
                }
            }
        }
    }

    private void Notice(JsonObject pod)
    {
        if (_pods.TryGetValue(pod.Uid(), out var known))
        {
            known.Worker.Post(new PodInput.Changed(pod));
        }
        else if (PodScheduler.Schedule(_services!, pod) is { } scheduled)
        {
            Begin(scheduled);
        }
    }

    private void Begin(JsonObject pod)
    {
        if (_services!.Addresses.Take(pod.Text("status", "podIP")) is not { } address)
        {
            _services.Events.Record(Note.Warning(pod, "FailedScheduling", "no pod address is free: delete pods, or reset the sandbox"), "default-scheduler");
            return;
        }

        var worker = new PodWorker(_services, pod, address);
        string uid = pod.Uid();
        _pods[uid] = (worker, RunAsync(worker, uid));
    }

    private async Task RunAsync(PodWorker worker, string uid)
    {
        try
        {
            // Returns to the caller before the first step, so that the entry is there to be removed.
            await Task.Yield();
            await worker.RunAsync(_stop.Token).ConfigureAwait(false);
            _pods.TryRemove(uid, out _);
            worker.Dispose();
        }
        catch (OperationCanceledException)
        {
            // The sandbox stops.
        }
#pragma warning disable CA1031 // One pod's failure must not end the kubelet; it is said in the log.
        catch (Exception e)
#pragma warning restore CA1031
        {
            context.Log.Error(e, "the worker of pod {Uid} failed", uid);
        }
    }

    private void RemoveStrayFolders(IEnumerable<JsonObject> pods)
    {
        var known = pods.Select(p => p.Uid()).ToHashSet();
        string folder = Path.Combine(context.Home, "pods");
        Directory.CreateDirectory(folder);
        foreach (string stray in Directory.EnumerateDirectories(folder).Where(f => !known.Contains(Path.GetFileName(f))))
        {
            new PodFolder(stray).Delete();
        }
    }
}
