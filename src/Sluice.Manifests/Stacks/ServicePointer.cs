using System.Text.Json.Nodes;
using Sluice.Manifests.Json;
using Sluice.Manifests.Releases;

namespace Sluice.Manifests.Stacks;

/// <summary>A Service that selects the pods of a service: wherever its selector points, traffic goes.</summary>
/// <param name="Service">The service whose pods it selects.</param>
/// <param name="Rendered">The Service as it was rendered.</param>
public sealed record ServicePointer(string Service, ManifestObject Rendered)
{
    /// <summary>The selector for one stack alone.</summary>
    public SelectorChange To(StackMark mark) => mark.Key == SluiceLabels.Revision
        ? Change([new(SluiceLabels.Service, Service), new(mark.Key, mark.Value)])
        // Pods that somebody else made need not bear our labels.
        : Change([new(mark.Key, mark.Value)]);

    /// <summary>The selector for every stack of the service; traffic follows the number of pods.</summary>
    public SelectorChange ToAll() => Change([new(SluiceLabels.Service, Service)]);

    /// <summary>Every Service whose selector fits the pods of a stack.</summary>
    internal static IEnumerable<ServicePointer> Of(IEnumerable<ManifestObject> objects, ServiceStack stack)
    {
        var labels = stack.Workload.Json.At("spec", "template", "metadata", "labels") as JsonObject;
        return objects
            .Where(item => IsService(item) && item.Namespace == stack.Workload.Namespace && PodSelector.Contains(labels, item.Json.At("spec", "selector") as JsonObject))
            .Select(item => new ServicePointer(stack.Service, item));
    }

    /// <summary>The object as it is applied: without its selector, if it is a pointer.</summary>
    internal static ManifestObject Without(ManifestObject item, IReadOnlyList<ServicePointer> pointers)
    {
        if (!pointers.Any(pointer => ReferenceEquals(pointer.Rendered, item)))
        {
            return item;
        }

        var json = (JsonObject)item.Json.DeepClone();
        json.MapAt("spec").Remove("selector");
        return item with { Json = json };
    }

    private static bool IsService(ManifestObject item) =>
        item is { Kind: "Service", ApiVersion: "v1" } && item.Json.At("spec", "selector") is JsonObject { Count: > 0 };

    private SelectorChange Change(IEnumerable<KeyValuePair<string, string>> marks)
    {
        var selector = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in (JsonObject)Rendered.Json.At("spec", "selector")!)
        {
            selector[key] = value.Text() ?? "";
        }

        foreach (var (key, value) in marks)
        {
            selector[key] = value;
        }

        return new SelectorChange(Rendered.Namespace, Rendered.Name, selector);
    }
}

/// <summary>The whole selector that a Service gets.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Selector">All labels, in ordinal order.</param>
public sealed record SelectorChange(string Namespace, string Name, IReadOnlyDictionary<string, string> Selector);
