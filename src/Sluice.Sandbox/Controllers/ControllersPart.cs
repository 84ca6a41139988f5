using Sluice.Sandbox.Api.Catalog;
using Sluice.Sandbox.Controllers.Claims;
using Sluice.Sandbox.Controllers.DaemonSets;
using Sluice.Sandbox.Controllers.Deployments;
using Sluice.Sandbox.Controllers.Endpoints;
using Sluice.Sandbox.Controllers.Events;
using Sluice.Sandbox.Controllers.GarbageCollection;
using Sluice.Sandbox.Controllers.Jobs;
using Sluice.Sandbox.Controllers.Namespaces;
using Sluice.Sandbox.Controllers.ReplicaSets;
using Sluice.Sandbox.Controllers.Startup;
using Sluice.Sandbox.Controllers.StatefulSets;
using Sluice.Sandbox.Controllers.WaysIn;
using Sluice.Sandbox.Hosting;

namespace Sluice.Sandbox.Controllers;

/// <summary>The controllers that a rollout needs.</summary>
internal sealed class ControllersPart(SandboxContext context) : ISandboxPart, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public string Name => "controllers";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ClusterBasics.Ensure(context.Store, context.Addresses.ControlAddress.ToString(), context.Time.GetUtcNow());
        var events = new EventRecorder(context.Store, context.Time);
        var writes = new WriteRunner(context.Store, events);
        IController[] controllers =
        [
            new DeploymentController(),
            new ReplicaSetController(),
            new StatefulSetController(),
            new DaemonSetController(),
            new JobController(),
            new ClaimController(),
            new EndpointsController(context.Store),
            new IngressController(context.Addresses.ControlAddress.ToString(), AddressBlock.IngressPort),
            new RouteController(context.Store),
            new NamespaceController([.. ResourceCatalog.Stored.Where(k => k.Namespaced).Select(k => k.Resource)]),
            new GarbageCollector(context.Store, ResourceCatalog.Stored),
        ];
        var loops = controllers.Select(c => new ControllerLoop(c, context.Store, writes, context.Time, context.Log).RunAsync(_stop.Token));
        _running = Task.WhenAll([.. loops, new EventExpiry(context.Store, context.Time).RunAsync(_stop.Token)]);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();
}
