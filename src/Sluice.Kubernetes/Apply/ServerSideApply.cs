using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Manifests;
using Sluice.Rollouts;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Apply;

/// <summary>Server-side apply as field manager <c>sluice</c>, forced; everything is dry-run before anything is applied.</summary>
public sealed class ServerSideApply : IClusterObjects
{
    /// <summary>Who the server records as owner of the applied fields.</summary>
    public const string Manager = "sluice";

    private const int ParallelRequests = 8;

    private readonly ApiClient client;
    private readonly TargetFinder finder;
    private readonly UnbornNamespaces unborn;

    /// <param name="client">The cluster.</param>
    /// <param name="discovery">Of the same cluster.</param>
    /// <param name="defaultNamespace">For namespaced objects that name none.</param>
    public ServerSideApply(ApiClient client, ApiDiscovery discovery, string defaultNamespace)
    {
        this.client = client;
        finder = new TargetFinder(discovery, defaultNamespace);
        unborn = new UnbornNamespaces(client);
    }

    public async Task<ClusterResult<IReadOnlyList<ObjectChange>>> ValidateAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        ClusterResult<IReadOnlyList<ApplyTarget>> found = await finder.FindAsync(objects, cancellationToken).ConfigureAwait(false);
        if (!found.Succeeded(out IReadOnlyList<ApplyTarget>? targets))
        {
            return ClusterResult<IReadOnlyList<ObjectChange>>.Failed(found.Problems);
        }

        ClusterResult<LiveObjects> read = await LiveObjects.ReadAsync(client, targets, cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded(out LiveObjects? live))
        {
            return ClusterResult<IReadOnlyList<ObjectChange>>.Failed(read.Problems);
        }

        return await ForAllAsync(targets, (target, token) => DryRunAsync(target, live, targets, token), cancellationToken).ConfigureAwait(false);
    }

    public async Task<ClusterResult<IReadOnlyList<ObjectChange>>> ApplyAsync(IReadOnlyList<ManifestObject> objects, Action<ObjectChange> applied, CancellationToken cancellationToken)
    {
        ClusterResult<IReadOnlyList<ApplyTarget>> found = await finder.FindAsync(objects, cancellationToken).ConfigureAwait(false);
        if (!found.Succeeded(out IReadOnlyList<ApplyTarget>? targets))
        {
            return ClusterResult<IReadOnlyList<ObjectChange>>.Failed(found.Problems);
        }

        ClusterResult<LiveObjects> read = await LiveObjects.ReadAsync(client, targets, cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded(out LiveObjects? live))
        {
            return ClusterResult<IReadOnlyList<ObjectChange>>.Failed(read.Problems);
        }

        var changes = new List<ObjectChange>();
        foreach (ApplyTarget target in targets)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ApiResult<JsonObject> answer = await client
                .ApplyAsync(target.Path, SentObject.For(target, target.Namespace), Manager, dryRun: false, cancellationToken)
                .ConfigureAwait(false);
            if (!answer.Succeeded(out JsonObject? stored, out ApiError? error))
            {
                return ClusterResult<IReadOnlyList<ObjectChange>>.Failed(Problems.Of(error, target.Label));
            }

            ChangeKind kind = live.Find(target) switch
            {
                null => ChangeKind.Created,
                { } before when SentObject.ResourceVersion(before) == SentObject.ResourceVersion(stored) || SentObject.Same(before, stored) => ChangeKind.Unchanged,
                _ => ChangeKind.Configured,
            };
            var change = new ObjectChange(target.Object, kind, target.Converted);
            changes.Add(change);
            applied(change);
        }

        return ClusterResult<IReadOnlyList<ObjectChange>>.Ok(changes);
    }

    private async Task<ClusterResult<ObjectChange>> DryRunAsync(ApplyTarget target, LiveObjects live, IReadOnlyList<ApplyTarget> all, CancellationToken cancellationToken)
    {
        if (target.Namespace.Length > 0 && !live.HasNamespace(target.Namespace) && all.Any(t => t.IsNamespace && t.Object.Name == target.Namespace))
        {
            return await unborn.CheckAsync(target, cancellationToken).ConfigureAwait(false);
        }

        ApiResult<JsonObject> answer = await client
            .ApplyAsync(target.Path, SentObject.For(target, target.Namespace), Manager, dryRun: true, cancellationToken)
            .ConfigureAwait(false);
        if (!answer.Succeeded(out JsonObject? result, out ApiError? error))
        {
            return ClusterResult<ObjectChange>.Failed(Explain(target, error));
        }

        ChangeKind kind = live.Find(target) switch
        {
            null => ChangeKind.Created,
            { } before when SentObject.Same(before, result) => ChangeKind.Unchanged,
            _ => ChangeKind.Configured,
        };
        return ClusterResult<ObjectChange>.Ok(new ObjectChange(target.Object, kind, target.Converted));
    }

    private static ClusterProblem Explain(ApplyTarget target, ApiError error) => error.IsNotFound && target.Namespace.Length > 0
        ? new ClusterProblem(
            ClusterProblemKind.Invalid,
            $"{target.Label}: the namespace {target.Namespace} does not exist and is not among the manifests.",
            $"Add a Namespace object to the overlay, or: kubectl create namespace {target.Namespace}")
        : Problems.Of(error, target.Label);

    private static async Task<ClusterResult<IReadOnlyList<ObjectChange>>> ForAllAsync(
        IReadOnlyList<ApplyTarget> targets,
        Func<ApplyTarget, CancellationToken, Task<ClusterResult<ObjectChange>>> check,
        CancellationToken cancellationToken)
    {
        var results = new ClusterResult<ObjectChange>[targets.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelRequests, CancellationToken = cancellationToken };
        await Parallel
            .ForAsync(0, targets.Count, parallel, async (i, token) => results[i] = await check(targets[i], token).ConfigureAwait(false))
            .ConfigureAwait(false);
        ClusterProblem[] problems = [.. results.SelectMany(r => r.Problems).Distinct()];
        return problems.Length == 0
            ? ClusterResult<IReadOnlyList<ObjectChange>>.Ok([.. results.Select(r => r.Value!)])
            : ClusterResult<IReadOnlyList<ObjectChange>>.Failed(problems);
    }
}
