using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests.Releases;
using Sluice.Rollouts;
using Sluice.Rollouts.Metrics;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Pods;

/// <summary>Reads the pods that a Service selects.</summary>
public sealed class PodReader(ApiClient client) : IPodReader
{
    public async Task<ClusterResult<IReadOnlyList<PodFacts>>> ReadAsync(string ns, string service, CancellationToken cancellationToken)
    {
        var folder = $"/api/v1/namespaces/{Uri.EscapeDataString(ns)}";
        var found = await client.GetAsync($"{folder}/services/{Uri.EscapeDataString(service)}", cancellationToken).ConfigureAwait(false);
        if (!found.Succeeded(out var json, out var error))
        {
            return ClusterResult<IReadOnlyList<PodFacts>>.Failed(Problems.Of(error, $"Service/{service} in {ns}"));
        }

        if (json["spec"]?["selector"] is not JsonObject { Count: > 0 } selector)
        {
            return ClusterResult<IReadOnlyList<PodFacts>>.Failed(new ClusterProblem(ClusterProblemKind.Invalid, $"Service/{service} in {ns} selects no pods.", "Add spec.selector to the Service."));
        }

        var labels = string.Join(',', selector.Select(label => $"{label.Key}={Json.Text(label.Value)}"));
        var pods = await client.GetAsync($"{folder}/pods?labelSelector={Uri.EscapeDataString(labels)}", cancellationToken).ConfigureAwait(false);
        return pods.Succeeded(out var list, out var problem)
            ? ClusterResult<IReadOnlyList<PodFacts>>.Ok([.. Json.Items(list["items"]).Where(pod => pod["metadata"]?["deletionTimestamp"] is null).Select(Read)])
            : ClusterResult<IReadOnlyList<PodFacts>>.Failed(Problems.Of(problem, $"the pods of {service} in {ns}"));
    }

    internal static PodFacts Read(JsonObject pod)
    {
        var snapshot = PodSnapshot.Read(pod);
        return new PodFacts(
            snapshot.Name,
            snapshot.Uid,
            Json.Text(pod["metadata"]?["labels"]?[SluiceLabels.Revision]),
            snapshot.Ready,
            DateTimeOffset.TryParse(Json.Text(pod["status"]?["startTime"]), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var started) ? started : null,
            [.. snapshot.Containers.Where(container => !container.Init).Select(container => new ContainerFacts(container.Name, container.Restarts, IsOutOfMemory(container)))]);
    }

    private static bool IsOutOfMemory(ContainerSnapshot container) => (container.Terminated ?? container.Last) is { Reason: "OOMKilled" };
}
