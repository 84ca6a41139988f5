using Sluice.Kubernetes.Discovery;
using Sluice.Manifests;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Apply;

/// <summary>What was found of a set of objects.</summary>
/// <param name="Targets">The objects that have a place, in their order.</param>
/// <param name="Problems">Why the others have none.</param>
internal sealed record FoundTargets(IReadOnlyList<ApplyTarget> Targets, IReadOnlyList<ClusterProblem> Problems)
{
    /// <summary>Nothing more can be learnt: the cluster does not answer, or may not be asked.</summary>
    public bool IsHopeless => Problems.Any(p => !p.IsInput);
}

/// <summary>Finds the place of every object, or everything that keeps objects from having one.</summary>
internal sealed class TargetFinder(ApiDiscovery discovery, string defaultNamespace)
{
    private readonly VersionNegotiation versions = new(discovery);

    public async Task<FoundTargets> FindAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        // One group and version after the other, so that each is asked once.
        var planned = new PlannedKinds(objects);
        var targets = new List<ApplyTarget>();
        var problems = new List<ClusterProblem>();
        foreach (ManifestObject item in objects)
        {
            if (Incomplete(item) is { } missing)
            {
                problems.Add(missing);
                continue;
            }

            ClusterResult<ServedObject> found = await versions.FindAsync(item, cancellationToken).ConfigureAwait(false);
            if (found.Succeeded(out ServedObject? served))
            {
                targets.Add(new ApplyTarget(item, served.Resource, served.Json, Namespace(item, served.Resource)));
            }
            else if (found.Problems.All(p => p.IsInput) && planned.Find(item.ApiVersion, item.Kind) is { } kind)
            {
                targets.Add(new ApplyTarget(item, kind.Resource, item.Json, Namespace(item, kind.Resource)) { Planned = kind });
            }
            else
            {
                problems.AddRange(found.Problems.Select(p => p with { What = $"{ApplyTarget.LabelOf(item)}: {p.What}" }));
                if (found.Problems.Any(p => !p.IsInput))
                {
                    break;
                }
            }
        }

        return new FoundTargets(targets, problems);
    }

    private string Namespace(ManifestObject item, ApiResource resource) =>
        resource.Namespaced ? item.Namespace is { Length: > 0 } own ? own : defaultNamespace : "";

    private static ClusterProblem? Incomplete(ManifestObject item)
    {
        string[] missing = [.. new[] { ("apiVersion", item.ApiVersion), ("kind", item.Kind), ("metadata.name", item.Name) }
            .Where(p => p.Item2.Length == 0)
            .Select(p => p.Item1)];
        return missing.Length == 0
            ? null
            : new ClusterProblem(ClusterProblemKind.Invalid, $"{item.Source}: an object lacks {string.Join(" and ", missing)}.", "Every object needs apiVersion, kind and metadata.name.");
    }
}
