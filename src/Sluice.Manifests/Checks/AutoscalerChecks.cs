using Sluice.Manifests.Json;

namespace Sluice.Manifests.Checks;

/// <summary>Whether an autoscaler finds its workload, and has its replicas to itself.</summary>
internal static class AutoscalerChecks
{
    public static void Run(ManifestObject item, IReadOnlyList<ManifestObject> objects, List<ManifestFinding> findings)
    {
        if (item.Kind != "HorizontalPodAutoscaler" || item.Json.At("spec", "scaleTargetRef") is not { } reference)
        {
            return;
        }

        var (kind, name) = (reference.At("kind").Text(), reference.At("name").Text());
        var target = objects.FirstOrDefault(other => other.Kind == kind && other.Name == name && other.Namespace == item.Namespace);
        if (target is null)
        {
            Warn(item, "spec.scaleTargetRef", $"{kind}/{name} is not in this rendering", "Name a workload that is; after a rename the autoscaler has to follow");
        }
        else if (target.Json.At("spec", "replicas") is not null)
        {
            Warn(target, "spec.replicas", $"is also set by {item}: every deploy would undo what load asked for", "Remove the field where the autoscaler is added");
        }

        void Warn(ManifestObject subject, string field, string problem, string remedy) =>
            findings.Add(new ManifestFinding(FindingSeverity.Warning, subject.Source, subject.ToString(), field, problem, remedy));
    }
}
