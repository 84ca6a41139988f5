using System.Text.Json.Nodes;
using Sluice.Manifests.Checks;
using Sluice.Manifests.Json;
using Sluice.Manifests.Kustomize;
using Sluice.Manifests.Releases;

namespace Sluice.Manifests.Stacks;

/// <summary>
/// Parts the objects of a release: the Deployment of a service that has stacks, its autoscalers, budgets and config go to
/// <c>&lt;service&gt;-&lt;revision&gt;</c>, everything else is shared, but for the workloads of
/// services that are updated in place, which a rollout applies when it is their turn. Workloads that merely run the image of such a service
/// (a worker beside the backend) are shared too and updated in place. Pure.
/// </summary>
public static class StackTransformation
{
    /// <param name="release">The rendering, bound to images.</param>
    /// <param name="services">The services whose strategy keeps stacks: <c>canary</c> and <c>blueGreen</c>.</param>
    /// <param name="rolling">Those that are updated in place.</param>
    public static StackSplit Split(ReleaseOutcome release, IReadOnlyCollection<string> services, IReadOnlyCollection<string>? rolling = null)
    {
        var findings = new List<ManifestFinding>();
        var owned = new HashSet<ManifestObject>(ReferenceEqualityComparer.Instance);
        var stacks = new List<ServiceStack>();
        foreach (var service in services)
        {
            if (Revision(release, service, findings) is { } revision)
            {
                stacks.Add(Stack(release.Objects, revision, owned, findings));
            }
        }

        if (findings.Any(finding => finding.Severity == FindingSeverity.Error))
        {
            return new StackSplit([], [], [], findings);
        }

        List<ServiceStack> inPlace = [.. from revision in release.Revisions where rolling?.Contains(revision.Service) == true && IsServiceWorkload(revision) select InPlace(release.Objects, revision, owned)];
        var pointers = stacks.SelectMany(stack => ServicePointer.Of(release.Objects, stack)).ToList();
        var shared = release.Objects.Where(item => !owned.Contains(item)).Select(item => ServicePointer.Without(item, pointers));
        return new StackSplit(stacks, pointers, [.. shared], findings) { Rolling = inPlace };
    }

    private static bool IsServiceWorkload(ServiceRevision one) => one.Workload.Name == one.Service && one.Workload.Kind is "Deployment" or "StatefulSet" or "DaemonSet";

    private static ServiceStack InPlace(IReadOnlyList<ManifestObject> objects, ServiceRevision revision, HashSet<ManifestObject> owned)
    {
        var workload = objects.First(item => item.Kind == revision.Workload.Kind && item.Name == revision.Workload.Name && item.Namespace == revision.Workload.Namespace);
        owned.Add(workload);
        var config = ConfigOf(workload, objects).Where(item => !owned.Contains(item) && IsReadBy(workload, item, objects)).ToList();
        owned.UnionWith(config);
        return new ServiceStack(revision.Service, revision.Revision, workload, [], config, workload.Json.At("spec", "replicas").Whole() ?? 1);
    }

    private static bool IsReadBy(ManifestObject workload, ManifestObject config, IReadOnlyList<ManifestObject> objects) =>
        objects.All(other => ReferenceEquals(other, workload) || ReferenceEquals(other, config) || !Names(other, config));

    private static ServiceRevision? Revision(ReleaseOutcome release, string service, List<ManifestFinding> findings)
    {
        var workloads = release.Revisions.Where(one => one.Service == service && one.Workload.Name == service).ToList();
        if (workloads is [{ Workload.Kind: "Deployment" } only])
        {
            return only;
        }

        var problem = workloads.FirstOrDefault()?.Workload is { } other
            ? new ManifestFinding(FindingSeverity.Error, other.Source, other.ToString(), "kind", $"a {other.Kind} cannot run beside another revision of itself, which canary and blueGreen need", $"Write 'strategy: rolling' for the service '{service}', or make it a Deployment")
            : new ManifestFinding(FindingSeverity.Error, "", $"Deployment/{service}", "metadata.name", $"the rendering has no Deployment of the service '{service}', which canary and blueGreen need", $"Name its Deployment '{service}', or write 'strategy: rolling' for it");
        findings.Add(problem);
        return null;
    }

    private static ServiceStack Stack(
        IReadOnlyList<ManifestObject> objects, ServiceRevision revision, HashSet<ManifestObject> owned, List<ManifestFinding> findings)
    {
        var maker = new StackObjects(revision);
        var source = objects.First(item => item.Kind == "Deployment" && item.Name == revision.Workload.Name && item.Namespace == revision.Workload.Namespace);
        owned.Add(source);
        var companions = new List<ManifestObject>();
        foreach (var item in objects.Where(item => !owned.Contains(item)))
        {
            var companion = maker.IsScaler(item) ? maker.Scaler(item) : IsBudget(item, source, objects) ? maker.Budget(item) : null;
            if (companion is not null)
            {
                owned.Add(item);
                companions.Add(companion);
            }
        }

        var config = new List<ManifestObject>();
        foreach (var item in ConfigOf(source, objects))
        {
            if (!ContentNames.IsContentNamed(item))
            {
                findings.Add(new ManifestFinding(FindingSeverity.Warning, item.Source, item.ToString(), "metadata.name", $"keeps its name, so a change of it reaches every revision of '{revision.Service}' at once and does not go back with a rollback", $"Take the annotation {SluiceLabels.FixedName} away"));
            }
            else if (IsReadBy(source, item, objects))
            {
                owned.Add(item);
                config.Add(maker.Config(item));
            }
        }

        return new ServiceStack(revision.Service, revision.Revision, maker.Workload(), companions, config, source.Json.At("spec", "replicas").Whole() ?? 1);
    }

    private static IEnumerable<ManifestObject> ConfigOf(ManifestObject workload, IReadOnlyList<ManifestObject> objects)
    {
        var read = ConfigReferences.Of(workload.Json.At("spec", "template") as JsonObject ?? []).ToHashSet();
        return objects.Where(item => item.Namespace == workload.Namespace && read.Contains((item.Kind, item.Name)));
    }

    private static bool Names(ManifestObject reader, ManifestObject config)
    {
        var found = false;
        ConfigNameFields.Visit((JsonObject)reader.Json.DeepClone(), (kind, name) =>
        {
            found |= kind == config.Kind && name == config.Name && (reader.Namespace.Length == 0 || reader.Namespace == config.Namespace);
            return null;
        });
        return found;
    }

    // One that covers pods of other workloads too is everybody's.
    private static bool IsBudget(ManifestObject item, ManifestObject workload, IReadOnlyList<ManifestObject> objects) =>
        item.Kind == "PodDisruptionBudget" && item.Namespace == workload.Namespace
        && Covered(item, objects).ToList() is [var only] && ReferenceEquals(only, workload);

    private static IEnumerable<ManifestObject> Covered(ManifestObject budget, IReadOnlyList<ManifestObject> objects) => objects.Where(other =>
        other.Namespace == budget.Namespace && KnownKinds.PodTemplate(other.Kind) is { Length: > 0 } path
        && PodSelector.Matches(budget.Json.At("spec", "selector") as JsonObject, other.Json.At(path.Split('/')).At("metadata", "labels") as JsonObject));
}
