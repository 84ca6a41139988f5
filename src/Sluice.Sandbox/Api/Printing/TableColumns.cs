using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Catalog;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Api.Printing;

/// <summary>One column of a kind's table.</summary>
/// <param name="Name">Its head; kubectl writes it in capitals.</param>
/// <param name="Cell">What stands in it, at a time.</param>
/// <param name="Wide">Only with <c>-o wide</c>.</param>
/// <param name="Type">Of the cell.</param>
internal sealed record TableColumn(string Name, Func<JsonObject, DateTimeOffset, JsonNode> Cell, bool Wide = false, string Type = "string");

/// <summary>The columns of every kind: here what runs and what the cluster keeps about it.</summary>
internal static class TableColumns
{
    internal const string None = "<none>";

    internal static readonly TableColumn Name = new("Name", (o, _) => o.Name());
    internal static readonly TableColumn Age = new("Age", (o, now) => HumanDuration.Since(o.Text("metadata", "creationTimestamp"), now));

    private static readonly Dictionary<string, TableColumn[]> ByKind = new()
    {
        ["Pod"] =
        [
            Name, Text("Ready", PodSummary.Ready), Text("Status", PodSummary.Status), Number("Restarts", PodSummary.Restarts), Age,
            Wide("IP", o => o.Text("status", "podIP")), Wide("Node", o => o.Text("spec", "nodeName")),
            Wide("Nominated Node", _ => ""), Wide("Readiness Gates", _ => ""),
        ],
        ["Deployment"] =
        [
            Name, Text("Ready", o => $"{Count(o, "readyReplicas")}/{o.Number("spec", "replicas") ?? 0}"), Number("Up-to-date", o => Count(o, "updatedReplicas")),
            Number("Available", o => Count(o, "availableReplicas")), Age, .. Workload(),
        ],
        ["ReplicaSet"] =
        [
            Name, Number("Desired", o => o.Number("spec", "replicas") ?? 0), Number("Current", o => Count(o, "replicas")), Number("Ready", o => Count(o, "readyReplicas")), Age, .. Workload(),
        ],
        ["PersistentVolumeClaim"] =
        [
            Name, Text("Status", o => o.Text("status", "phase")), Text("Volume", o => o.Text("spec", "volumeName")), Text("Capacity", o => o.Text("status", "capacity", "storage")),
            Text("Access Modes", o => string.Join(',', (o.At("status", "accessModes") as JsonArray ?? []))), Text("StorageClass", o => o.Text("spec", "storageClassName")), Age,
        ],
        ["StatefulSet"] = [Name, Text("Ready", o => $"{Count(o, "readyReplicas")}/{o.Number("spec", "replicas") ?? 0}"), Age],
        ["DaemonSet"] = [Name, Number("Desired", o => Count(o, "desiredNumberScheduled")), Number("Ready", o => Count(o, "numberReady")), Age],
        ["Service"] =
        [
            Name, Text("Type", o => o.Text("spec", "type")), Text("Cluster-IP", o => Or(o.Text("spec", "clusterIP"))), Text("External-IP", o => Or(o.Text("spec", "externalName"))),
            Text("Port(s)", o => List(o.Items("spec", "ports").Select(p => $"{p.Number("port")}/{p.Text("protocol")}"))), Age, Wide("Selector", o => Labels(o.Map("spec", "selector"))),
        ],
        ["Endpoints"] = [Name, Text("Endpoints", Addresses), Age],
        ["EndpointSlice"] =
        [
            Name, Text("AddressType", o => o.Text("addressType")), Text("Ports", o => List(o.Items("ports").Select(p => $"{p.Number("port")}"))),
            Text("Endpoints", o => List(o.Items("endpoints").SelectMany(e => (e["addresses"] as JsonArray ?? []).Select(a => $"{a}")))), Age,
        ],
        ["Namespace"] = [Name, Text("Status", o => o.Text("status", "phase")), Age],
        ["Node"] = [Name, Text("Status", NodeStatus), Text("Roles", _ => "control-plane"), Age, Text("Version", o => o.Text("status", "nodeInfo", "kubeletVersion")), Wide("Internal-IP", o => o.Items("status", "addresses").FirstOrDefault(a => a.Text("type") == "InternalIP")?.Text("address") ?? "")],
        ["ConfigMap"] = [Name, Number("Data", o => o.Map("data").Count + o.Map("binaryData").Count), Age],
        ["Secret"] = [Name, Text("Type", o => o.Text("type")), Number("Data", o => o.Map("data").Count), Age],
        ["ServiceAccount"] = [Name, Number("Secrets", o => o.Items("secrets").Count()), Age],
        ["Event"] =
        [
            new("Last Seen", (o, now) => HumanDuration.Since(LastSeen(o), now)), Text("Type", o => o.Text("type")), Text("Reason", o => o.Text("reason")),
            Text("Object", o => $"{o.Text("involvedObject", "kind").ToLowerInvariant()}/{o.Text("involvedObject", "name")}"),
            Wide("Subobject", o => o.Text("involvedObject", "fieldPath")), Wide("Source", o => Or(o.Text("source", "component"), o.Text("reportingComponent"))),
            Text("Message", o => o.Text("message").Trim()), Wide("First Seen", o => o.Text("firstTimestamp")), Wide("Count", o => $"{o.Number("count") ?? 1}"), Wide("Name", o => o.Name()),
        ],
        ["Lease"] = [Name, Text("Holder", o => o.Text("spec", "holderIdentity")), Age],
    };

    public static IReadOnlyList<TableColumn> Of(ResourceKind kind) => ByKind.GetValueOrDefault(kind.Kind) ?? ConfigurationColumns.ByKind.GetValueOrDefault(kind.Kind, [Name, Age]);

    internal static TableColumn Text(string name, Func<JsonObject, string> cell) => new(name, (o, _) => cell(o));

    internal static TableColumn Wide(string name, Func<JsonObject, string> cell) => new(name, (o, _) => Or(cell(o)), Wide: true);

    internal static TableColumn Number(string name, Func<JsonObject, long> cell) => new(name, (o, _) => cell(o), Type: "integer");

    internal static TableColumn[] Workload() =>
    [
        Wide("Containers", o => List(o.Items("spec", "template", "spec", "containers").Select(c => c.Text("name")))),
        Wide("Images", o => List(o.Items("spec", "template", "spec", "containers").Select(c => c.Text("image")))),
        Wide("Selector", o => Labels(o.Map("spec", "selector", "matchLabels"))),
    ];

    internal static long Count(JsonObject value, string field) => value.Number("status", field) ?? 0;

    internal static string Or(string text, string other = None) => text.Length > 0 ? text : other.Length > 0 ? other : None;

    internal static string List(IEnumerable<string> items) => string.Join(",", items);

    internal static string Labels(IReadOnlyDictionary<string, string> labels) =>
        Or(List(labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}")));

    private static string NodeStatus(JsonObject node) =>
        node.Items("status", "conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True") ? "Ready" : "NotReady";

    private static string LastSeen(JsonObject e) => e.Text("series", "lastObservedTime") is { Length: > 0 } series ? series
        : e.Text("lastTimestamp") is { Length: > 0 } last ? last
        : e.Text("eventTime") is { Length: > 0 } time ? time : e.Text("metadata", "creationTimestamp");

    private static string Addresses(JsonObject endpoints)
    {
        var all = endpoints.Items("subsets").SelectMany(s => s.Items("addresses").SelectMany(a => s.Items("ports").DefaultIfEmpty([]).Select(p =>
            p.Number("port") is { } port ? string.Create(CultureInfo.InvariantCulture, $"{a.Text("ip")}:{port}") : a.Text("ip")))).ToList();
        return all.Count > 3 ? $"{List(all[..3])} + {all.Count - 3} more..." : Or(List(all));
    }
}
