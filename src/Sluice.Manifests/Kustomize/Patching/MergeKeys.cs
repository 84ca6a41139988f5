namespace Sluice.Manifests.Kustomize.Patching;

/// <summary>Which lists of the built-in kinds are merged item by item in a strategic merge, and by which keys.</summary>
internal static class MergeKeys
{
    private static readonly Dictionary<string, string[]> s_pod = new()
    {
        ["volumes"] = ["name"],
        ["imagePullSecrets"] = ["name"],
        ["hostAliases"] = ["ip"],
        ["topologySpreadConstraints"] = ["topologyKey", "whenUnsatisfiable"],
        ["schedulingGates"] = ["name"],
        ["resourceClaims"] = ["name"],
        ["containers"] = ["name"],
        ["initContainers"] = ["name"],
        ["ephemeralContainers"] = ["name"],
    };

    private static readonly Dictionary<string, string[]> s_container = new()
    {
        ["env"] = ["name"],
        ["ports"] = ["containerPort", "protocol"],
        ["volumeMounts"] = ["mountPath"],
        ["volumeDevices"] = ["devicePath"],
        ["resources/claims"] = ["name"],
    };

    private static readonly Dictionary<string, string[]> s_objects = new()
    {
        ["Service:spec/ports"] = ["port", "protocol"],
        ["ServiceAccount:secrets"] = ["name"],
        ["ValidatingWebhookConfiguration:webhooks"] = ["name"],
        ["MutatingWebhookConfiguration:webhooks"] = ["name"],
    };

    /// <summary>The keys of the list at a path (keys with slashes, items left out); <see langword="null"/> for a list that is replaced.</summary>
    public static string[]? Of(ResourceId id, string path)
    {
        if (path == "metadata/ownerReferences")
        {
            return ["uid"];
        }

        if (!KnownKinds.IsBuiltIn(id))
        {
            return null;
        }

        if (s_objects.TryGetValue($"{id.Kind}:{path}", out var keys))
        {
            return keys;
        }

        if (KnownKinds.PodTemplate(id.Kind) is not { } template)
        {
            return null;
        }

        var spec = template.Length == 0 ? "spec/" : template + "/spec/";
        if (!path.StartsWith(spec, StringComparison.Ordinal))
        {
            return null;
        }

        var inPod = path[spec.Length..];
        var slash = inPod.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && inPod[..slash] is ("containers" or "initContainers" or "ephemeralContainers")
            ? s_container.GetValueOrDefault(inPod[(slash + 1)..])
            : s_pod.GetValueOrDefault(inPod);
    }

    /// <summary>Lists of plain values that are merged as sets.</summary>
    public static bool IsSet(string path) => path == "metadata/finalizers";
}
