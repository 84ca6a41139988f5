using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Manifests.Files;
using Sluice.Manifests.Json;
using Sluice.Manifests.Kustomize;

namespace Sluice.Manifests.Tests.Overlays;

/// <summary>One environment's manifests of this repository, rendered.</summary>
internal sealed class Overlay
{
    private readonly IReadOnlyList<ManifestObject> _objects;

    private Overlay(IReadOnlyList<ManifestObject> objects) => _objects = objects;

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateDirectories(Path.Combine(Root, "k8s/overlays")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    public static Overlay Render(string name)
    {
        var outcome = Kustomization.Render(new DiskFileTree(Root), $"k8s/overlays/{name}");
        Assert.Equal([], outcome.Errors.Select(error => error.ToString()));
        return new Overlay(outcome.Objects);
    }

    public IEnumerable<ManifestObject> All(string kind) => _objects.Where(item => item.Kind == kind);

    public IEnumerable<string> NamesOf(string kind) => All(kind).Select(item => item.Name).Order(StringComparer.Ordinal);

    public JsonObject Get(string kind, string name) => Assert.Single(All(kind), item => item.Name == name).Json;

    /// <summary>Bounds of an autoscaler, or the number of a Deployment without one.</summary>
    public (int Min, int Max) Replicas(string service)
    {
        if (All("HorizontalPodAutoscaler").FirstOrDefault(item => item.Name == service) is { } autoscaler)
        {
            return (Number(autoscaler.Json.At("spec", "minReplicas")), Number(autoscaler.Json.At("spec", "maxReplicas")));
        }

        var count = Number(Get("Deployment", service).At("spec", "replicas"));
        return (count, count);
    }

    private static int Number(JsonNode? node) => int.Parse(node!.ToJsonString(), CultureInfo.InvariantCulture);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sluice.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}
