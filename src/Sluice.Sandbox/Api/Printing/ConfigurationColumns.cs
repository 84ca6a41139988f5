using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Objects;
using static Sluice.Sandbox.Api.Printing.TableColumns;

namespace Sluice.Sandbox.Api.Printing;

/// <summary>Columns of work that ends, ways in, bounds and rights.</summary>
internal static class ConfigurationColumns
{
    private static readonly TableColumn Created = Text("Created At", o => o.Text("metadata", "creationTimestamp"));

    public static IReadOnlyDictionary<string, TableColumn[]> ByKind { get; } = new Dictionary<string, TableColumn[]>
    {
        ["Job"] =
        [
            Name, Text("Status", JobStatus), Text("Completions", JobCompletions), new("Duration", JobDuration), Age, .. Workload(),
        ],
        ["CronJob"] =
        [
            Name, Text("Schedule", o => o.Text("spec", "schedule")), Text("Timezone", o => Or(o.Text("spec", "timeZone"))), Text("Suspend", o => o.Flag("spec", "suspend") ? "True" : "False"),
            Number("Active", o => o.Items("status", "active").Count()), new("Last Schedule", (o, now) => o.Text("status", "lastScheduleTime") is { Length: > 0 } last ? HumanDuration.Since(last, now) : None), Age,
        ],
        ["HorizontalPodAutoscaler"] =
        [
            Name, Text("Reference", o => $"{o.Text("spec", "scaleTargetRef", "kind")}/{o.Text("spec", "scaleTargetRef", "name")}"), Text("Targets", o => Or(string.Join(", ", o.Items("spec", "metrics").Select(MetricTarget)))),
            Text("MinPods", o => $"{o.Number("spec", "minReplicas")}"), Number("MaxPods", o => o.Number("spec", "maxReplicas") ?? 0), Number("Replicas", o => Count(o, "currentReplicas")), Age,
        ],
        ["PodDisruptionBudget"] =
        [
            Name, Text("Min Available", o => o.At("spec", "minAvailable")?.ToString() ?? "N/A"), Text("Max Unavailable", o => o.At("spec", "maxUnavailable")?.ToString() ?? "N/A"),
            Number("Allowed Disruptions", o => Count(o, "disruptionsAllowed")), Age,
        ],
        ["Ingress"] =
        [
            Name, Text("Class", o => Or(o.Text("spec", "ingressClassName"))), Text("Hosts", o => Or(List(o.Items("spec", "rules").Select(r => r.Text("host")).Where(h => h.Length > 0)), "*")),
            Text("Address", o => List(o.Items("status", "loadBalancer", "ingress").Select(i => i.Text("ip") is { Length: > 0 } ip ? ip : i.Text("hostname")))),
            Text("Ports", o => o.Items("spec", "tls").Any() ? "80, 443" : "80"), Age,
        ],
        ["IngressClass"] = [Name, Text("Controller", o => o.Text("spec", "controller")), Text("Parameters", o => o.At("spec", "parameters") is null ? None : $"{o.Text("spec", "parameters", "kind")}/{o.Text("spec", "parameters", "name")}"), Age],
        ["NetworkPolicy"] = [Name, Text("Pod-Selector", o => Labels(o.Map("spec", "podSelector", "matchLabels"))), Age],
        ["ResourceQuota"] = [Name, Text("Request", o => Used(o, limits: false)), Text("Limit", o => Used(o, limits: true)), Age],
        ["LimitRange"] = [Name, Created],
        ["Role"] = [Name, Created],
        ["ClusterRole"] = [Name, Created],
        ["RoleBinding"] = Binding(),
        ["ClusterRoleBinding"] = Binding(),
        ["GatewayClass"] = [Name, Text("Controller", o => o.Text("spec", "controllerName")), Text("Accepted", o => Condition(o, "Accepted")), Age, Wide("Description", o => o.Text("spec", "description"))],
        ["Gateway"] = [Name, Text("Class", o => o.Text("spec", "gatewayClassName")), Text("Address", o => List(o.Items("status", "addresses").Select(a => a.Text("value")))), Text("Programmed", o => Condition(o, "Programmed")), Age],
        ["HTTPRoute"] = [Name, Text("Hostnames", o => o.At("spec", "hostnames")?.ToJsonString() ?? ""), Age],
    };

    private static TableColumn[] Binding() =>
    [
        Name, Text("Role", o => $"{o.Text("roleRef", "kind")}/{o.Text("roleRef", "name")}"), Age,
        Wide("Users", o => Subjects(o, "User")), Wide("Groups", o => Subjects(o, "Group")), Wide("ServiceAccounts", o => Subjects(o, "ServiceAccount")),
    ];

    private static string Subjects(JsonObject binding, string kind) => string.Join(", ", binding.Items("subjects")
        .Where(s => s.Text("kind") == kind)
        .Select(s => s.Text("namespace") is { Length: > 0 } ns ? $"{ns}/{s.Text("name")}" : s.Text("name")));

    private static string Condition(JsonObject value, string type) =>
        value.Items("status", "conditions").FirstOrDefault(c => c.Text("type") == type)?.Text("status") ?? "";

    private static string JobStatus(JsonObject job) => job switch
    {
        _ when Condition(job, "Complete") == "True" => "Complete",
        _ when Condition(job, "Failed") == "True" => "Failed",
        _ when job.At("metadata", "deletionTimestamp") is not null => "Terminating",
        _ when job.Flag("spec", "suspend") => "Suspended",
        _ => "Running",
    };

    private static string JobCompletions(JsonObject job)
    {
        long parallel = job.Number("spec", "parallelism") ?? 1;
        string wanted = job.Number("spec", "completions") is { } all ? $"{all}" : parallel > 1 ? $"1 of {parallel}" : "1";
        return $"{Count(job, "succeeded")}/{wanted}";
    }

    private static JsonNode JobDuration(JsonObject job, DateTimeOffset now) => (job.Text("status", "startTime"), job.Text("status", "completionTime")) switch
    {
        ({ Length: 0 }, _) => "",
        (var start, { Length: > 0 } end) => HumanDuration.Since(start, DateTimeOffset.Parse(end, System.Globalization.CultureInfo.InvariantCulture)),
        (var start, _) => HumanDuration.Since(start, now),
    };

    /// <summary>Nothing here measures, so what a metric is at present is never known.</summary>
    private static string MetricTarget(JsonObject metric)
    {
        string type = metric.Text("type");
        var source = type.Length > 0 ? metric[char.ToLowerInvariant(type[0]) + type[1..]] : null;
        string wanted = source.Number("target", "averageUtilization") is { } share ? $"{share}%"
            : source.At("target", "averageValue") is { } average ? $"{average} (avg)"
            : source.At("target", "value")?.ToString() ?? "<auto>";
        return source.Text("name") is { Length: > 0 } name ? $"{name}: <unknown>/{wanted}" : $"<unknown>/{wanted}";
    }

    private static string Used(JsonObject quota, bool limits) => string.Join(", ", quota.Map("status", "hard")
        .Where(h => h.Key.StartsWith("limits.", StringComparison.Ordinal) == limits)
        .OrderBy(h => h.Key, StringComparer.Ordinal)
        .Select(h => $"{h.Key}: {quota.Map("status", "used").GetValueOrDefault(h.Key, "0")}/{h.Value}"));
}
