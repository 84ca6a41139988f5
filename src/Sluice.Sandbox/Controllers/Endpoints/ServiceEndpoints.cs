using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Controllers.Endpoints;

/// <summary>One port of a Service as a pod has it.</summary>
internal sealed record EndpointPort(string? Name, int Port, string Protocol);

/// <summary>One pod behind a Service.</summary>
internal sealed record EndpointPod(JsonObject Pod, string Address, bool IsReady, bool IsTerminating);

/// <summary>Pods that have the same port numbers; named target ports may differ between pods of one Service.</summary>
internal sealed record EndpointGroup(IReadOnlyList<EndpointPort> Ports, IReadOnlyList<EndpointPod> Pods);

/// <summary>Which pods are behind a Service.</summary>
internal static class ServiceEndpoints
{
    public static IReadOnlyList<EndpointGroup> Of(JsonObject service, IEnumerable<JsonObject> pods)
    {
        bool unready = service.Flag("spec", "publishNotReadyAddresses");
        return pods
            .Where(p => LabelSelector.MatchesMap(service.At("spec", "selector"), p.Labels()))
            .Where(p => p.Text("status", "phase") is not ("Failed" or "Succeeded"))
            .Select(p => (Pod: p, Address: p.Text("status", "podIP"), Ports: Ports(service, p)))
            .Where(p => p.Address is not null && (p.Ports.Count > 0 || service.At("spec", "ports") is null))
            .GroupBy(p => string.Join(',', p.Ports.Select(port => $"{port.Name}:{port.Port}/{port.Protocol}")))
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new EndpointGroup(
                g.First().Ports,
                g.Select(p => new EndpointPod(p.Pod, p.Address!, unready || IsReady(p.Pod), p.Pod.IsDeleting())).ToList()))
            .ToList();
    }

    private static bool IsReady(JsonObject pod) => !pod.IsDeleting() && Conditions.IsTrue(pod.At("status"), "Ready");

    private static List<EndpointPort> Ports(JsonObject service, JsonObject pod) => service.Objects("spec", "ports")
        .Select(p => (Port: p, Number: Target(p, pod)))
        .Where(p => p.Number is not null)
        .Select(p => new EndpointPort(p.Port.Text("name"), p.Number!.Value, p.Port.Text("protocol") ?? "TCP"))
        .ToList();

    private static int? Target(JsonObject port, JsonObject pod) => port.At("targetPort") switch
    {
        null => port.Int("port"),
        { } target when target.Int() is { } number => number,
        { } target => pod.Objects("spec", "containers")
            .SelectMany(c => c.Objects("ports"))
            .FirstOrDefault(p => p.Text("name") == target.Text())
            .Int("containerPort"),
    };
}
