using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Connection;
using Sluice.Kubernetes.Readiness;
using Sluice.Rollouts;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.DeployBenchmarks;

/// <summary>How soon it is seen that a service is ready: the watcher against a client that asks for the same Deployment without a pause.</summary>
internal static class Readiness
{
    private const string Namespace = "p25-stage";
    private const string Service = "ml-service";
    private const string Deployment = $"/apis/apps/v1/namespaces/{Namespace}/deployments/{Service}";

    private static readonly TimeSpan s_allowance = TimeSpan.FromMilliseconds(50);

    public static async Task<IReadOnlyList<Figure>> SeenAsync(Place place, int rounds)
    {
        var request = new ConnectionRequest { Kubeconfig = await place.KubeconfigAsync() };
        using var watching = await OpenAsync(request);
        using var asking = await OpenAsync(request);
        var times = new List<TimeSpan>();
        for (var round = 0; round < rounds; round++)
        {
            // A new template means new pods.
            var restart = new JsonObject { ["spec"] = new JsonObject { ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["bench/round"] = $"{round}" } } } } };
            var began = Ready(await asking.Client.MergePatchAsync(Deployment, restart, CancellationToken.None));
            if (began)
            {
                throw new InvalidOperationException($"{Service} is ready before its new pod can be.");
            }

            var observer = new ReadyMoment();
            var wait = new ReadinessWatcher(watching.Client, TimeProvider.System)
                .WaitAsync(new ReadinessRequest(Namespace, [Service], TimeSpan.FromMinutes(1)), observer, CancellationToken.None);
            var shown = await ShownAsync(asking.Client);
            _ = await wait is ReadinessResult.Ready ? true : throw new InvalidOperationException($"{Service} does not become ready.");
            times.Add(TimeProvider.System.GetElapsedTime(shown, observer.At));
        }

        return
        [
            new Figure(
                "readiness seen after the API shows it (the second that it has to last comes on top)",
                $"{Milliseconds(Figure.Median(times))} ({Milliseconds(times.Min())} to {Milliseconds(times.Max())}, {rounds} rounds)",
                $"≤ {Milliseconds(s_allowance)}",
                Figure.Median(times) <= s_allowance),
        ];
    }

    /// <summary>When the API began to show it, at the earliest: when it was last asked and did not.</summary>
    private static async Task<long> ShownAsync(ApiClient client)
    {
        var lastNot = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var asked = TimeProvider.System.GetTimestamp();
            if (Ready(await client.GetAsync(Deployment, CancellationToken.None)))
            {
                return lastNot;
            }

            lastNot = asked;
        }
    }

    /// <summary>As <c>kubectl rollout status</c> has it.</summary>
    private static bool Ready(ApiResult<JsonObject> answer)
    {
        if (!answer.Succeeded(out var deployment, out var error))
        {
            throw new InvalidOperationException(error.Message);
        }

        var status = deployment["status"];
        var desired = Number(deployment["spec"]?["replicas"]);
        return Number(status?["observedGeneration"]) >= Number(deployment["metadata"]?["generation"])
            && Number(status?["updatedReplicas"]) >= desired
            && Number(status?["replicas"]) <= desired
            && Number(status?["availableReplicas"]) >= desired;
    }

    private static long Number(JsonNode? node) => node is null ? 0 : (long)node;

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms");

    private static async Task<ClusterConnection> OpenAsync(ConnectionRequest request)
    {
        var opened = await ClusterConnection.OpenAsync(request, TimeProvider.System, CancellationToken.None);
        return opened.Succeeded(out var connection) ? connection : throw new InvalidOperationException(string.Join('\n', opened.Problems));
    }

    private sealed class ReadyMoment : IDeployObserver
    {
        public long At { get; private set; }

        public void On(DeployEvent deployEvent)
        {
            if (deployEvent is DeployEvent.ServiceReady)
            {
                At = TimeProvider.System.GetTimestamp();
            }
        }
    }
}
