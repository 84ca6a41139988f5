using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests.Releases;
using Sluice.Rollouts;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Status;

namespace Sluice.Kubernetes.Status;

/// <summary>Reads Deployments, Services and pods of a namespace: three lists and one request per service for its address.</summary>
public sealed class ServiceStateReader(ApiClient client, IServiceHttp serviceHttp) : IServiceStateReader
{
    public async Task<ClusterResult<IReadOnlyList<ServiceState>>> ReadAsync(string ns, IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        var escaped = Uri.EscapeDataString(ns);
        var deployments = await client.GetAsync($"/apis/apps/v1/namespaces/{escaped}/deployments", cancellationToken).ConfigureAwait(false);
        var pods = await client.GetAsync($"/api/v1/namespaces/{escaped}/pods", cancellationToken).ConfigureAwait(false);
        var pointers = await client.GetAsync($"/api/v1/namespaces/{escaped}/services", cancellationToken).ConfigureAwait(false);
        if ((deployments.Error ?? pods.Error ?? pointers.Error) is { } error)
        {
            return ClusterResult<IReadOnlyList<ServiceState>>.Failed(Problems.Of(error, $"reading the services of {ns}"));
        }

        var serving = new ServingWorkloads([.. Json.Items(deployments.Value!["items"])], [.. Json.Items(pointers.Value!["items"])]);
        var statuses = new List<ServiceState>();
        foreach (var service in services)
        {
            statuses.Add(serving.Of(service) is { } deployment
                ? Read(service, deployment, Json.Items(pods.Value!["items"]).Where(pod => serving.Owns(deployment, pod))) with { Url = await UrlAsync(ns, service, cancellationToken).ConfigureAwait(false) }
                : new ServiceState(service, "", "", 0, 0, 0, null, []));
        }

        return ClusterResult<IReadOnlyList<ServiceState>>.Ok(statuses);
    }

    private async Task<string?> UrlAsync(string ns, string service, CancellationToken cancellationToken) =>
        (await serviceHttp.FindAsync(ns, service, cancellationToken).ConfigureAwait(false)).Value?.Url;

    private static ServiceState Read(string service, JsonObject deployment, IEnumerable<JsonObject> pods)
    {
        var template = deployment["spec"]?["template"];
        var containers = Json.Items(template?["spec"]?["containers"]).ToList();
        var own = containers.Find(container => Json.Text(container["name"]) == service) ?? containers[0];
        var revision = Json.Text(template?["metadata"]?["labels"]?[SluiceLabels.Revision]);
        var ownPods = pods.Where(pod => Belongs(pod, deployment)).ToList();
        var states = ownPods.ConvertAll(PodSnapshot.Read);
        return new ServiceState(
            service,
            Json.Text(own["image"]),
            revision,
            Json.Int(deployment["status"]?["readyReplicas"]),
            states.Where((pod, at) => pod is { Ready: true, Terminating: false } && Json.Text(ownPods[at]["metadata"]?["labels"]?[SluiceLabels.Revision]) == revision).Count(),
            Json.Int(deployment["spec"]?["replicas"], 1),
            null,
            [.. states.Where(pod => !pod.Terminating).Select(pod => new PodState(pod.Name, pod.State))])
        { Hands = StrangeHands.Of(deployment) };
    }

    private static bool Belongs(JsonObject pod, JsonObject deployment) =>
        deployment["spec"]?["selector"]?["matchLabels"] is JsonObject selector
        && selector.All(label => Json.Text(pod["metadata"]?["labels"]?[label.Key]) == Json.Text(label.Value));
}
