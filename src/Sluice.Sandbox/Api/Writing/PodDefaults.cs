using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Api.Writing;

/// <summary>Defaults of a pod's spec, alone or in a template.</summary>
internal static class PodDefaults
{
    private const int VolumeFileMode = 420; // 0644

    public static void Fill(JsonObject spec)
    {
        spec.Default("restartPolicy", "Always");
        spec.Default("terminationGracePeriodSeconds", 30);
        spec.Default("dnsPolicy", "ClusterFirst");
        spec.Default("schedulerName", "default-scheduler");
        spec.Child("securityContext");
        if (spec["serviceAccountName"] is { } account)
        {
            spec.Default("serviceAccount", account.DeepClone());
        }

        foreach (var container in spec.Items("containers").Concat(spec.Items("initContainers")))
        {
            Container(container);
        }

        foreach (var volume in spec.Items("volumes"))
        {
            Volume(volume);
        }
    }

    private static void Container(JsonObject container)
    {
        container.Child("resources");
        container.Default("terminationMessagePath", "/dev/termination-log");
        container.Default("terminationMessagePolicy", "File");
        container.Default("imagePullPolicy", IsLatest(container.Text("image")) ? "Always" : "IfNotPresent");
        foreach (var port in container.Items("ports"))
        {
            port.Default("protocol", "TCP");
        }

        foreach (var env in container.Items("env"))
        {
            if (env.At("valueFrom", "fieldRef") is JsonObject field)
            {
                field.Default("apiVersion", "v1");
            }
        }

        foreach (string name in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (container[name] is JsonObject probe)
            {
                Probe(probe);
            }
        }

        foreach (string hook in (ReadOnlySpan<string>)["postStart", "preStop"])
        {
            HttpGet(container.At("lifecycle", hook, "httpGet") as JsonObject);
        }
    }

    private static void Probe(JsonObject probe)
    {
        probe.Default("timeoutSeconds", 1);
        probe.Default("periodSeconds", 10);
        probe.Default("successThreshold", 1);
        probe.Default("failureThreshold", 3);
        HttpGet(probe["httpGet"] as JsonObject);
    }

    private static void HttpGet(JsonObject? action)
    {
        action?.Default("scheme", "HTTP");
        action?.Default("path", "/");
    }

    private static void Volume(JsonObject volume)
    {
        foreach (string kind in (ReadOnlySpan<string>)["configMap", "secret", "downwardAPI", "projected"])
        {
            (volume[kind] as JsonObject)?.Default("defaultMode", VolumeFileMode);
        }

        if (volume.At("hostPath") is JsonObject host)
        {
            host.Default("type", "");
        }

        foreach (var file in volume.Items("downwardAPI", "items"))
        {
            (file["fieldRef"] as JsonObject)?.Default("apiVersion", "v1");
        }
    }

    private static bool IsLatest(string image)
    {
        string name = image[(image.LastIndexOf('/') + 1)..];
        return !name.Contains('@', StringComparison.Ordinal) && (!name.Contains(':', StringComparison.Ordinal) || name.EndsWith(":latest", StringComparison.Ordinal));
    }
}
