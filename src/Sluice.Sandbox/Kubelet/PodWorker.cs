using System.Text.Json.Nodes;
using System.Threading.Channels;
using Sluice.Sandbox.Controllers;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Kubelet.Pods;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Kubelet;

/// <summary>Runs one pod: feeds its machine, writes its status, has its effects carried out.</summary>
internal sealed class PodWorker : IDisposable
{
    private const int WriteAttempts = 10;

    private readonly KubeletServices _services;
    private readonly Channel<PodInput> _inbox = Channel.CreateUnbounded<PodInput>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ResourceKey _key;
    private readonly string _uid;
    private readonly string _address;
    private readonly PodMachine _machine;
    private readonly PodContainers _containers;
    private readonly ITimer _timer;
    private JsonObject _pod;
    private volatile bool _isSuspended;

    public PodWorker(KubeletServices services, JsonObject pod, string address)
    {
        _services = services;
        _pod = pod;
        _address = address;
        _uid = pod.Uid();
        _key = new ResourceKey(Resources.Pods, pod.Namespace(), pod.Name());
        _machine = new PodMachine(pod, services.Time.GetUtcNow());
        _containers = new PodContainers(services, address, services.FolderOf(_uid), Post);
        _timer = services.Time.CreateTimer(_ => Post(new PodInput.Tick()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        // A pod of an earlier run must not look ready until it is again.
        WriteStatus();
    }

    public void Post(PodInput input) => _inbox.Writer.TryWrite(input);

    /// <summary>Returns when the pod is gone, or when cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Post(new PodInput.Tick());
        bool isDone = false;
        while (!isDone)
        {
            isDone = Handle(await _inbox.Reader.ReadAsync(cancellationToken).ConfigureAwait(false), cancellationToken);
        }
    }

    /// <summary>Ends the processes without a word in the status: the sandbox stops, the pod goes on when it is back.</summary>
    public Task SuspendAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        _isSuspended = true;
        return _containers.EndAllAsync(grace, cancellationToken);
    }

    public void Dispose() => _timer.Dispose();

    private bool Handle(PodInput input, CancellationToken cancellationToken)
    {
        if (_isSuspended)
        {
            return false;
        }

        _pod = (input as PodInput.Changed)?.Pod ?? _pod;
        var now = _services.Time.GetUtcNow();
        var effects = _machine.Handle(input, now);
        WriteStatus();
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case PodEffect.Tell tell:
                    Tell(tell);
                    break;
                case PodEffect.Remove:
                    Remove();
                    return true;
                default:
                    _containers.Carry(effect, _pod, cancellationToken);
                    break;
            }
        }

        if (_machine.WakeAt is { } wake)
        {
            var wait = wake - _services.Time.GetUtcNow();
            _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        return false;
    }

    private void WriteStatus()
    {
        for (int attempt = 0; attempt < WriteAttempts; attempt++)
        {
            if (_services.Store.Get(_key) is not { } stored || stored.Uid() != _uid)
            {
                return;
            }

            var next = stored.Copy();
            next["status"] = PodStatus.Of(stored, _machine, _address, _services.HostAddress, _services.Time.GetUtcNow());
            if (_services.Store.Update(_key, next).Outcome != StoreOutcome.Conflict)
            {
                return;
            }
        }
    }

    private void Tell(PodEffect.Tell tell)
    {
        string list = tell.IsInit ? "initContainers" : "containers";
        _services.Events.Record(
            new Note(_pod, tell.Type, tell.Reason, tell.Message),
            KubeletServices.Component,
            tell.Container is { } name ? $"spec.{list}{{{name}}}" : null);
    }

    private void Remove()
    {
        _services.Store.Delete(_key, 0, _uid);
        _services.Addresses.Return(_address);
        _services.FolderOf(_uid).Delete();
    }
}
