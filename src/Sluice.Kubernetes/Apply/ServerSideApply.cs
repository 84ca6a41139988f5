using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Kubernetes.Schemas;
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

    /// <summary>The cluster writes the status of an object that is on its way, now and then between our look and our request.</summary>
    private const int Attempts = 5;

    private readonly ApiClient client;
    private readonly TargetFinder finder;
    private readonly UnbornNamespaces unborn;
    private readonly SchemaGate schemas;
    private readonly DefinitionWait definitions;
    private readonly SeenObjects seen = new();

    /// <param name="client">The cluster.</param>
    /// <param name="discovery">Of the same cluster.</param>
    /// <param name="defaultNamespace">For namespaced objects that name none.</param>
    public ServerSideApply(ApiClient client, ApiDiscovery discovery, string defaultNamespace)
    {
        this.client = client;
        finder = new TargetFinder(discovery, defaultNamespace);
        unborn = new UnbornNamespaces(client);
        schemas = new SchemaGate(new ClusterSchemas(client));
        definitions = new DefinitionWait(client, discovery);
    }

    public async Task<ClusterResult<IReadOnlyList<ObjectChange>>> ValidateAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        FoundTargets found = await finder.FindAsync(objects, cancellationToken).ConfigureAwait(false);
        if (found.IsHopeless)
        {
            return ClusterResult<IReadOnlyList<ObjectChange>>.Failed(found.Problems);
        }

        ClusterResult<LiveObjects> read = await LiveObjects.ReadAsync(client, [.. found.Targets.Where(t => t.Planned is null)], cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded(out LiveObjects? live))
        {
            return ClusterResult<IReadOnlyList<ObjectChange>>.Failed([.. found.Problems, .. read.Problems]);
        }

        seen.Note(found.Targets, live);
        var places = new Places(found.Targets, live);
        var misfits = new Dictionary<ApplyTarget, IReadOnlyList<ClusterProblem>>(ReferenceEqualityComparer.Instance);
        foreach (ApplyTarget target in found.Targets)
        {
            misfits[target] = await schemas.CheckAsync(target, places.IsUnborn(target), cancellationToken).ConfigureAwait(false);
        }

        ClusterResult<IReadOnlyList<ObjectChange>> checkedAll = await ForAllAsync(
            found.Targets,
            async (target, token) => misfits[target] is { Count: > 0 } problems
                ? ClusterResult<ObjectChange>.Failed(problems)
                : await DryRunAsync(target, places, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return found.Problems.Count == 0 ? checkedAll : ClusterResult<IReadOnlyList<ObjectChange>>.Failed([.. found.Problems, .. checkedAll.Problems]);
    }

    public async Task<ClusterResult<IReadOnlyList<ObjectChange>>> ApplyAsync(IReadOnlyList<ManifestObject> objects, Action<ObjectChange> applied, CancellationToken cancellationToken)
    {
        FoundTargets found = await finder.FindAsync(objects, cancellationToken).ConfigureAwait(false);
        if (found.Problems.Count > 0)
        {
            return ClusterResult<IReadOnlyList<ObjectChange>>.Failed(found.Problems);
        }

        ClusterResult<LiveObjects> read = await LiveObjects.ReadAsync(client, found.Targets, cancellationToken).ConfigureAwait(false);
        if (!read.Succeeded(out LiveObjects? live))
        {
            return ClusterResult<IReadOnlyList<ObjectChange>>.Failed(read.Problems);
        }

        var changes = new List<ObjectChange>();
        foreach (ApplyTarget target in found.Targets)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ClusterResult<JsonObject> answer = await ApplyAsync(target, live.Find(target), cancellationToken).ConfigureAwait(false);
            if (!answer.Succeeded(out JsonObject? stored))
            {
                return ClusterResult<IReadOnlyList<ObjectChange>>.Failed(answer.Problems);
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
            if (PlannedKinds.IsDefinition(target.Object) && await definitions.WaitAsync(target, stored, cancellationToken).ConfigureAwait(false) is { } unserved)
            {
                return ClusterResult<IReadOnlyList<ObjectChange>>.Failed(unserved);
            }
        }

        return ClusterResult<IReadOnlyList<ObjectChange>>.Ok(changes);
    }

    /// <summary>What was checked is what is applied: to an object that is not as it was seen then, nothing is done.</summary>
    private async Task<ClusterResult<JsonObject>> ApplyAsync(ApplyTarget target, JsonObject? live, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            if (seen.Drift(target, live) is { } drift)
            {
                return ClusterResult<JsonObject>.Failed(drift);
            }

            JsonObject body = SentObject.For(target, target.Namespace);
            if (live is not null && seen.Knows(target))
            {
                body["metadata"]!["resourceVersion"] = SentObject.ResourceVersion(live);
            }

            ApiResult<JsonObject> answer = await client.ApplyAsync(target.Path, body, Manager, dryRun: false, cancellationToken).ConfigureAwait(false);
            if (answer.Succeeded(out JsonObject? stored, out ApiError? error))
            {
                seen.Forget(target);
                return ClusterResult<JsonObject>.Ok(stored);
            }

            if (!error.IsConflict || !seen.Knows(target) || attempt == Attempts)
            {
                return ClusterResult<JsonObject>.Failed(Explain(target, live, error));
            }

            // Most often only its status has changed.
            ApiResult<JsonObject> again = await client.GetAsync(target.Path, cancellationToken).ConfigureAwait(false);
            if (again.Error is { IsNotFound: false } lost)
            {
                return ClusterResult<JsonObject>.Failed(Problems.Of(lost, target.Label));
            }

            live = again.Value;
        }
    }

    private async Task<ClusterResult<ObjectChange>> DryRunAsync(ApplyTarget target, Places places, CancellationToken cancellationToken)
    {
        if (target.Planned is not null)
        {
            return ClusterResult<ObjectChange>.Ok(new ObjectChange(target.Object, ChangeKind.Created));
        }

        if (places.IsUnborn(target))
        {
            return await unborn.CheckAsync(target, cancellationToken).ConfigureAwait(false);
        }

        JsonObject? live = places.Live.Find(target);
        if (live is not null && ForeignObjects.Problem(target, live) is { } foreign)
        {
            return ClusterResult<ObjectChange>.Failed(foreign);
        }

        ApiResult<JsonObject> answer = await client
            .ApplyAsync(target.Path, SentObject.For(target, target.Namespace), Manager, dryRun: true, cancellationToken)
            .ConfigureAwait(false);
        if (!answer.Succeeded(out JsonObject? result, out ApiError? error))
        {
            return ClusterResult<ObjectChange>.Failed(Explain(target, live, error));
        }

        ChangeKind kind = live switch
        {
            null => ChangeKind.Created,
            { } before when SentObject.Same(before, result) => ChangeKind.Unchanged,
            _ => ChangeKind.Configured,
        };
        return ClusterResult<ObjectChange>.Ok(new ObjectChange(target.Object, kind, target.Converted)
        {
            Preview = new ObjectPreview(live, result, DisplacedManagers.Find(live, result)),
        });
    }

    private static ClusterProblem Explain(ApplyTarget target, JsonObject? live, ApiError error) => error.IsNotFound && target.Namespace.Length > 0
        ? new ClusterProblem(
            ClusterProblemKind.Invalid,
            $"{target.Label}: the namespace {target.Namespace} does not exist and is not among the manifests.",
            $"Add a Namespace object to the overlay, or: kubectl create namespace {target.Namespace}")
        : (live is null ? null : ImmutableFields.Explain(target, error)) ?? Problems.Of(error, target.Label);

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
