using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Http;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Api.Writing;

/// <summary>The scale subresource: a workload seen as a number of replicas.</summary>
internal static class ScaleEndpoint
{
    public static JsonObject View(JsonObject workload) => new()
    {
        ["kind"] = "Scale",
        ["apiVersion"] = "autoscaling/v1",
        ["metadata"] = new JsonObject
        {
            ["name"] = workload.Name(),
            ["namespace"] = workload.Namespace(),
            ["uid"] = workload.At("metadata", "uid")?.DeepClone(),
            ["resourceVersion"] = workload.At("metadata", "resourceVersion")?.DeepClone(),
            ["creationTimestamp"] = workload.At("metadata", "creationTimestamp")?.DeepClone(),
        },
        ["spec"] = new JsonObject { ["replicas"] = workload.Number("spec", "replicas") ?? 0 },
        ["status"] = new JsonObject
        {
            ["replicas"] = workload.Number("status", "replicas") ?? 0,
            ["selector"] = string.Join(",", workload.Map("spec", "selector", "matchLabels").OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}")),
        },
    };

    /// <summary>The workload with what a changed view of it says; its resourceVersion is a precondition when it has one.</summary>
    /// <exception cref="StatusException">The view has no usable number.</exception>
    public static JsonObject Write(ApiTarget target, JsonObject workload, JsonObject view)
    {
        var next = workload.DeepClone().AsObject();
        long replicas = view.At("spec", "replicas") is null ? 0 : view.Number("spec", "replicas") ?? throw StatusException.BadRequest("spec.replicas of a Scale must be a whole number");
        if (replicas < 0)
        {
            throw StatusException.Invalid(target.Kind, target.Name!, [new StatusCause("FieldValueInvalid", "spec.replicas", $"Invalid value: {replicas}: must be greater than or equal to 0")]);
        }

        next.Child("spec")["replicas"] = replicas;
        if (view.Text("metadata", "resourceVersion") is { Length: > 0 } version)
        {
            next.Child("metadata")["resourceVersion"] = version;
        }

        return next;
    }
}
