using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Rolling;
using Sluice.Kubernetes.Traffic;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Stacks;

/// <summary>Stacks as Deployments with their autoscalers and budgets.</summary>
public sealed class KubernetesStacks : IStacks
{
    private readonly ApiClient client;
    private readonly ApiDiscovery discovery;
    private readonly StackSize size;
    private readonly StackObjectsApply objects;
    private readonly StackAutoscalers autoscalers;
    private readonly StackBudgets budgets;
    private readonly StackRemoval removal;

    /// <param name="client">The cluster; its guard knows whether the lock is held.</param>
    /// <param name="discovery">Of the same cluster.</param>
    /// <param name="fence">The fencing number of the lock that is held.</param>
    public KubernetesStacks(ApiClient client, ApiDiscovery discovery, Func<long> fence)
    {
        this.client = client;
        this.discovery = discovery;
        var fenced = new StackFence(fence);
        size = new StackSize(client, fenced);
        budgets = new StackBudgets(client, discovery, fenced);
        objects = new StackObjectsApply(client, discovery, budgets);
        autoscalers = new StackAutoscalers(client, discovery, fenced);
        removal = new StackRemoval(client, discovery, fenced);
    }

    public async Task<ClusterResult<IReadOnlyList<StackFacts>>> FindAsync(string ns, IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        TrafficResource[] kinds = [StackKinds.Deployments, StackKinds.ReplicaSets, StackKinds.Autoscalers, TrafficResource.Services];
        ClusterResult<ListedNamespace> listed = await ListedNamespace.ReadAsync(client, discovery, ns, kinds, cancellationToken).ConfigureAwait(false);
        return listed.Succeeded(out ListedNamespace? all)
            ? ClusterResult<IReadOnlyList<StackFacts>>.Ok(StackFinder.Find(all.View, ns, services))
            : ClusterResult<IReadOnlyList<StackFacts>>.Failed(listed.Problems);
    }

    public async Task<ClusterResult<IReadOnlyList<StackFacts>>> FindRollingAsync(string ns, IReadOnlyList<ServiceStack> workloads, CancellationToken cancellationToken)
    {
        var found = new List<StackFacts>();
        foreach (ServiceStack workload in workloads)
        {
            var id = StackId.Of(ns, workload);
            ApiResult<JsonObject> read = await client.GetAsync(RollingUpdate.Path(id), cancellationToken).ConfigureAwait(false);
            if (read.Error is { IsNotFound: false } error)
            {
                return ClusterResult<IReadOnlyList<StackFacts>>.Failed(Problems.Of(error, RollingUpdate.Label(id)));
            }

            if (read.Value is { } live)
            {
                found.Add(RollingView.Facts(id, live));
            }
        }

        return ClusterResult<IReadOnlyList<StackFacts>>.Ok(found);
    }

    public async Task<ClusterProblem?> EnsureAsync(ServiceStack stack, int pods, CancellationToken cancellationToken) =>
        await objects.ApplyAsync(stack, cancellationToken).ConfigureAwait(false)
        ?? await size.UseAsync(IdOf(stack), pods, cancellationToken).ConfigureAwait(false);

    public async Task<ClusterProblem?> ScaleAsync(StackId stack, int pods, CancellationToken cancellationToken) =>
        (pods > 0 ? null : await autoscalers.RemoveAsync(stack, cancellationToken).ConfigureAwait(false))
        ?? await size.SetAsync(stack, pods, cancellationToken).ConfigureAwait(false);

    /// <summary>The mark of a hold is on the autoscalers, or on the Deployment where there is none.</summary>
    public async Task<ClusterProblem?> HoldAsync(StackId stack, int pods, CancellationToken cancellationToken)
    {
        ScalerOutcome held = await autoscalers.HoldAsync(stack, pods, cancellationToken).ConfigureAwait(false);
        return held.Problem is null && held.Count == 0
            ? await size.NoteAsync(stack, [(StackNotes.Held, pods.ToString(CultureInfo.InvariantCulture))], cancellationToken).ConfigureAwait(false)
            : held.Problem;
    }

    public async Task<ClusterProblem?> ReleaseAsync(StackId stack, CancellationToken cancellationToken) =>
        (await autoscalers.ReleaseAsync(stack, cancellationToken).ConfigureAwait(false)).Problem
        ?? await size.NoteAsync(stack, [(StackNotes.Held, null)], cancellationToken).ConfigureAwait(false);

    /// <summary>What a hold remembers of them is given back first; what the manifest says comes after.</summary>
    public async Task<ClusterProblem?> AutoscaleAsync(ServiceStack stack, CancellationToken cancellationToken) =>
        await ReleaseAsync(IdOf(stack), cancellationToken).ConfigureAwait(false)
        ?? await objects.ApplyCompanionsAsync(stack, cancellationToken).ConfigureAwait(false);

    /// <summary>The budget that a plain Deployment brought covers its successor too, which can have its own once that is gone.</summary>
    public async Task<ClusterProblem?> KeepWarmAsync(StackId stack, DateTimeOffset? until, CancellationToken cancellationToken) =>
        await autoscalers.RemoveAsync(stack, cancellationToken).ConfigureAwait(false)
        ?? (stack.IsAdopted ? await budgets.RemoveAsync(stack, cancellationToken).ConfigureAwait(false) : null)
        ?? await size.NoteAsync(
            stack,
            [(StackNotes.Warm, "true"), (StackNotes.WarmUntil, until is { } end ? StackNotes.Text(end) : null), (StackNotes.Held, null)],
            cancellationToken).ConfigureAwait(false);

    public Task<ClusterProblem?> RemoveAsync(StackId stack, CancellationToken cancellationToken) => removal.RemoveAsync(stack, cancellationToken);

    private static StackId IdOf(ServiceStack stack) => StackId.Of(stack.Workload.Namespace, stack);
}
