using System.Text.Json.Nodes;
using Sluice.Manifests.Checks;
using Sluice.Manifests.Json;
using Sluice.Manifests.Kustomize;

namespace Sluice.Manifests.Releases;

/// <summary>
/// Binds rendered objects to a release: containers of services get their image by digest, pod templates get the labels
/// <c>sluice.dev/service</c> and <c>sluice.dev/revision</c>, config that workloads read is named by its content. Selectors are
/// left alone. Pure.
/// </summary>
public static class ReleaseRendering
{
    private static readonly string[] s_workloads = ["Deployment", "StatefulSet", "DaemonSet"];

    /// <param name="objects">The objects as kustomize rendered them.</param>
    /// <param name="services">Names of all services of the pipeline.</param>
    /// <param name="images">Service → reference by digest (<c>registry/app/backend@sha256:…</c>).</param>
    public static ReleaseOutcome Apply(
        IReadOnlyList<ManifestObject> objects, IReadOnlyCollection<string> services, IReadOnlyDictionary<string, string> images)
    {
        var findings = new List<ManifestFinding>();
        var pinned = objects.Select(item => Pin(item, services, images, findings)).ToList();
        var plain = pinned.Select(item => item.Object).ToList();
        var bound = ContentNames.Give(plain).ToList();
        var revisions = new List<ServiceRevision>();
        for (var index = 0; index < pinned.Count; index++)
        {
            if (pinned[index].Service is not { } service || !images.TryGetValue(service, out var image))
            {
                continue;
            }

            // Under the names that people wrote: a revision is told by content alone.
            var revision = RevisionHash.Of(plain[index], plain);
            bound[index] = Stamp(bound[index], service, revision);
            revisions.Add(new ServiceRevision(service, bound[index], revision, image));
        }

        return findings.Count > 0 ? new([], [], "", findings) : new(bound, revisions, RenderedHash.Of(bound), []);
    }

    private static (ManifestObject Object, string? Service) Pin(
        ManifestObject item, IReadOnlyCollection<string> services, IReadOnlyDictionary<string, string> images, List<ManifestFinding> findings)
    {
        if (KnownKinds.PodTemplate(item.Kind) is not { } path)
        {
            return (item, null);
        }

        var json = (JsonObject)item.Json.DeepClone();
        var spec = (path.Length == 0 ? json : json.At(path.Split('/'))).At("spec");
        var used = new List<string>();
        foreach (var container in spec.At("containers").Objects().Concat(spec.At("initContainers").Objects()))
        {
            var name = ImageName.Parse(container["image"].Text() ?? "").Name;
            if (services.FirstOrDefault(service => IsImageOf(name, service, images)) is not { } service)
            {
                continue;
            }

            used.Add(service);
            if (images.TryGetValue(service, out var image) && ImageName.Parse(image).Digest.Length > 0)
            {
                container["image"] = image;
            }
            else
            {
                findings.Add(new ManifestFinding(FindingSeverity.Error, item.Source, item.ToString(), "containers.image", $"the image of the service '{service}' has no digest in this release", "Build and push it first: ./build.sh Push"));
            }
        }

        if (!s_workloads.Contains(item.Kind))
        {
            return (item with { Json = json }, null);
        }

        if (services.Contains(item.Name) && !used.Contains(item.Name))
        {
            findings.Add(new ManifestFinding(FindingSeverity.Error, item.Source, item.ToString(), "containers.image", $"no container runs the image of the service '{item.Name}'", $"Write 'image: {item.Name}' for its container; the digest is filled in"));
        }

        return (item with { Json = json }, used.Contains(item.Name) ? item.Name : used.FirstOrDefault());
    }

    // The bare name of the service, or the repository that its image is pushed to, whatever registry an overlay names.
    private static bool IsImageOf(string name, string service, IReadOnlyDictionary<string, string> images) =>
        name == service
        || (images.TryGetValue(service, out var image) && Repository(name) == Repository(ImageName.Parse(image).Name) && name.Contains('/', StringComparison.Ordinal));

    private static string Repository(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var isHost = slash > 0 && name.AsSpan(0, slash).ContainsAny(".:");
        return isHost ? name[(slash + 1)..] : name;
    }

    private static ManifestObject Stamp(ManifestObject item, string service, string revision)
    {
        var json = (JsonObject)item.Json.DeepClone();
        var labels = json.MapAt("spec").MapAt("template").MapAt("metadata").MapAt("labels");
        labels[SluiceLabels.Service] = service;
        labels[SluiceLabels.Revision] = revision;
        return item with { Json = json };
    }
}
