using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Catalog;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Api.Writing;

/// <summary>Fills in what Kubernetes fills in, so that a read shows what is in force.</summary>
internal static class Defaults
{
    public static void Fill(ResourceKind kind, JsonObject value)
    {
        var spec = value["spec"] as JsonObject;
        switch (kind.Kind)
        {
            case "Pod":
                PodDefaults.Fill(value.Child("spec"));
                break;
            case "Deployment":
                Deployment(value.Child("spec"));
                break;
            case "ReplicaSet" or "StatefulSet" or "DaemonSet":
                if (kind.Kind != "DaemonSet")
                {
                    value.Child("spec").Default("replicas", 1);
                }

                Template(value.Child("spec"));
                break;
            case "Service":
                Service(value.Child("spec"));
                break;
            case "Secret":
                Secret(value);
                break;
            case "Namespace":
                value.Child("spec").Default("finalizers", new JsonArray("kubernetes"));
                value.Child("status").Default("phase", "Active");
                value.Child("metadata").Child("labels")["kubernetes.io/metadata.name"] = value.Name();
                break;
            case "HorizontalPodAutoscaler" when spec is not null:
                PolicyDefaults.Autoscaler(spec);
                break;
            case "NetworkPolicy" when spec is not null:
                PolicyDefaults.NetworkPolicy(spec);
                break;
            case "LimitRange" when spec is not null:
                PolicyDefaults.LimitRange(spec);
                break;
            case "RoleBinding" or "ClusterRoleBinding":
                PolicyDefaults.Binding(value);
                break;
            case "Job":
                BatchDefaults.Job(value.Child("spec"));
                break;
            case "CronJob":
                BatchDefaults.CronJob(value.Child("spec"));
                break;
            case "HTTPRoute" when spec is not null:
                RouteDefaults.HttpRoute(spec);
                break;
            case "Gateway" when spec is not null:
                RouteDefaults.Gateway(spec);
                break;
            case "Endpoints":
                foreach (var port in value.Items("subsets").SelectMany(s => s.Items("ports")))
                {
                    port.Default("protocol", "TCP");
                }

                break;
        }
    }

    private static void Deployment(JsonObject spec)
    {
        spec.Default("replicas", 1);
        spec.Default("revisionHistoryLimit", 10);
        spec.Default("progressDeadlineSeconds", 600);
        var strategy = spec.Child("strategy");
        strategy.Default("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            strategy.Child("rollingUpdate").Default("maxUnavailable", "25%");
            strategy.Child("rollingUpdate").Default("maxSurge", "25%");
        }

        Template(spec);
    }

    private static void Template(JsonObject spec)
    {
        var template = spec.Child("template");
        template.Child("metadata");
        PodDefaults.Fill(template.Child("spec"));
    }

    private static void Service(JsonObject spec)
    {
        spec.Default("type", "ClusterIP");
        spec.Default("sessionAffinity", "None");
        if (spec.Text("type") == "ExternalName")
        {
            return;
        }

        spec.Default("internalTrafficPolicy", "Cluster");
        spec.Default("ipFamilies", new JsonArray("IPv4"));
        spec.Default("ipFamilyPolicy", "SingleStack");
        foreach (var port in spec.Items("ports"))
        {
            port.Default("protocol", "TCP");
            if (port["port"] is { } number)
            {
                port.Default("targetPort", number.DeepClone());
            }
        }
    }

    private static void Secret(JsonObject value)
    {
        value.Default("type", "Opaque");
        if (value["stringData"] is not JsonObject plain)
        {
            return;
        }

        foreach (var (key, text) in plain)
        {
            value.Child("data")[key] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text?.ToString() ?? ""));
        }

        value.Remove("stringData");
    }
}
