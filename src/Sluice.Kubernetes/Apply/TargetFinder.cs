using Sluice.Kubernetes.Discovery;
using Sluice.Manifests;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Apply;

/// <summary>Finds the place of every object, or everything that keeps objects from having one.</summary>
internal sealed class TargetFinder(ApiDiscovery discovery, string defaultNamespace)
{
    private readonly VersionNegotiation versions = new(discovery);

    public async Task<ClusterResult<IReadOnlyList<ApplyTarget>>> FindAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        // One group and version after the other, so that each is asked once.
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
                string ns = served.Resource.Namespaced ? item.Namespace is { Length: > 0 } own ? own : defaultNamespace : "";
                targets.Add(new ApplyTarget(item, served.Resource, served.Json, ns));
                continue;
            }

            problems.AddRange(found.Problems.Select(p => p with { What = $"{ApplyTarget.LabelOf(item)}: {p.What}" }));
            if (found.Problems.Any(p => !p.IsInput))
            {
                break;
            }
        }

        return problems.Count == 0
            ? ClusterResult<IReadOnlyList<ApplyTarget>>.Ok(targets)
            : ClusterResult<IReadOnlyList<ApplyTarget>>.Failed(problems);
    }

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
