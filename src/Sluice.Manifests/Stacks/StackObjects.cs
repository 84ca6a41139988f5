using System.Text.Json.Nodes;
using Sluice.Manifests.Json;
using Sluice.Manifests.Releases;

namespace Sluice.Manifests.Stacks;

/// <summary>Gives objects that people wrote for a service to one revision of it. Pure.</summary>
internal sealed class StackObjects(ServiceRevision revision)
{
    private readonly KeyValuePair<string, string>[] _labels =
        [new(SluiceLabels.Service, revision.Service), new(SluiceLabels.Revision, revision.Revision)];

    public ManifestObject Workload() => Change(revision.Workload, json =>
    {
        var spec = json.MapAt("spec");
        spec.Remove("replicas");
        PodSelector.Narrow(spec.MapAt("selector"), _labels);
        Label(spec.MapAt("template").MapAt("metadata").MapAt("labels"), _labels);
    });

    /// <summary>An autoscaler, or whatever else names the Deployment as its target.</summary>
    public ManifestObject Scaler(ManifestObject item) => Change(item, json =>
    {
        foreach (var target in Targets(json))
        {
            target["name"] = StackNames.Of(revision.Workload.Name, revision.Revision);
        }
    });

    public ManifestObject Budget(ManifestObject item) => Change(item, json => PodSelector.Narrow(json.MapAt("spec").MapAt("selector"), _labels));

    public ManifestObject Config(ManifestObject item)
    {
        var json = (JsonObject)item.Json.DeepClone();
        Label(json.MapAt("metadata").MapAt("labels"), _labels[..1]);
        return item with { Json = json };
    }

    public bool IsScaler(ManifestObject item) => item.Namespace == revision.Workload.Namespace
        && Targets(item.Json).Any(target => target["name"].Text() == revision.Workload.Name && target["kind"].Text() is "Deployment" or null);

    private static IEnumerable<JsonObject> Targets(JsonObject json) =>
        new[] { json.At("spec", "scaleTargetRef"), json.At("spec", "targetRef") }.OfType<JsonObject>().Where(target => target.ContainsKey("name"));

    private ManifestObject Change(ManifestObject item, Action<JsonObject> change)
    {
        var json = (JsonObject)item.Json.DeepClone();
        var metadata = json.MapAt("metadata");
        metadata["name"] = StackNames.Of(item.Name, revision.Revision);
        Label(metadata.MapAt("labels"), _labels);
        change(json);
        return item with { Json = json };
    }

    private static void Label(JsonObject labels, IEnumerable<KeyValuePair<string, string>> wanted)
    {
        foreach (var (key, value) in wanted)
        {
            labels[key] = value;
        }
    }
}
