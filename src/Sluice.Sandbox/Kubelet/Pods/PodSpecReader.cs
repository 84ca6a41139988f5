using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Kubelet.Pods;

/// <summary>Reads a pod's spec; absent fields have Kubernetes' defaults.</summary>
internal static class PodSpecReader
{
    public static PodSpec Read(JsonObject pod)
    {
        var spec = pod.At("spec");
        return new PodSpec
        {
            InitContainers = spec.Objects("initContainers").Select(c => Container(c, isInit: true)).ToList(),
            Containers = spec.Objects("containers").Select(c => Container(c, isInit: false)).ToList(),
            RestartPolicy = spec.Text("restartPolicy") switch
            {
                "Never" => RestartPolicy.Never,
                "OnFailure" => RestartPolicy.OnFailure,
                _ => RestartPolicy.Always,
            },
            Grace = Seconds(spec, "terminationGracePeriodSeconds", 30, 0),
            ReadinessGates = spec.Objects("readinessGates").Select(g => g.Text("conditionType")).OfType<string>().ToList(),
        };
    }

    private static ContainerSpec Container(JsonObject container, bool isInit)
    {
        var probes = isInit
            ? []
            : ((string Field, ProbeKind Kind)[])[("startupProbe", ProbeKind.Startup), ("readinessProbe", ProbeKind.Readiness), ("livenessProbe", ProbeKind.Liveness)];
        return new ContainerSpec(container.Text("name") ?? "", container.Text("image") ?? "", isInit)
        {
            Probes = probes.Select(p => Probe(container, p.Field, p.Kind)).OfType<ProbeSpec>().ToList(),
            PreStop = Action(container, container.At("lifecycle", "preStop")),
        };
    }

    private static ProbeSpec? Probe(JsonObject container, string field, ProbeKind kind) =>
        container.At(field) is JsonObject probe && Action(container, probe) is { } action
            ? new ProbeSpec(kind, action)
            {
                InitialDelay = Seconds(probe, "initialDelaySeconds", 0, 0),
                Period = Seconds(probe, "periodSeconds", 10, 1),
                Timeout = Seconds(probe, "timeoutSeconds", 1, 1),
                SuccessThreshold = Math.Max(1, probe.Int("successThreshold") ?? 1),
                FailureThreshold = Math.Max(1, probe.Int("failureThreshold") ?? 3),
            }
            : null;

    private static PodAction? Action(JsonObject container, JsonNode? node) => node switch
    {
        _ when node.At("httpGet") is JsonObject http && Port(container, http) is { } port => new PodAction
        {
            Http = new HttpAction(
                (http.Text("scheme") ?? "HTTP").ToLowerInvariant(),
                port,
                http.Text("path") ?? "/",
                http.Objects("httpHeaders").Select(h => KeyValuePair.Create(h.Text("name") ?? "", h.Text("value") ?? "")).ToList()),
        },
        _ when node.At("tcpSocket") is JsonObject tcp && Port(container, tcp) is { } port => new PodAction { TcpPort = port },
        _ when node.Texts("exec", "command") is { Count: > 0 } command => new PodAction { Command = command },
        _ when node.Int("sleep", "seconds") is { } seconds => new PodAction { Sleep = TimeSpan.FromSeconds(seconds) },
        _ => null,
    };

    private static int? Port(JsonObject container, JsonObject action) =>
        action.Int("port") ?? container.Objects("ports").FirstOrDefault(p => p.Text("name") == action.Text("port")).Int("containerPort");

    private static TimeSpan Seconds(JsonNode? node, string field, int absent, int least) => TimeSpan.FromSeconds(Math.Max(least, node.Int(field) ?? absent));
}
