using System.Globalization;
using System.Text;

namespace Sluice.Sandbox.Proxy.Counting;

/// <summary>The counters in Prometheus' text form (version 0.0.4).</summary>
internal static class TrafficText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const string Requests = "sluice_sandbox_requests_total";
    private const string Failures = "sluice_sandbox_pod_failures_total";
    private const string Connections = "sluice_sandbox_connections_total";
    private const string Duration = "sluice_sandbox_request_duration_seconds";

    public static string Of(Traffic traffic)
    {
        var text = new StringBuilder();
        Head(text, Requests, "counter", "Requests, each counted once, by the pod that answered.");
        Lines(text, traffic.Requests.Select(r => (Requests, $"{Labels(r.Kind)},code=\"{r.Code}\"", $"{r.Count}")));
        Head(text, Failures, "counter", "Connections that a pod refused or broke off.");
        Lines(text, traffic.Failures.Select(f => (Failures, Labels(f.Kind), $"{f.Count}")));
        Head(text, Connections, "counter", "Connections to ClusterIPs by the pod that they were joined to.");
        Lines(text, traffic.Connections.Select(c => (Connections, $"{Labels(c.To)},outcome=\"{(c.Succeeded ? "joined" : "failed")}\"", $"{c.Count}")));
        Head(text, Duration, "histogram", "From a request's arrival to its answer's end.");
        foreach (var (kind, counts) in traffic.Latencies.OrderBy(l => Labels(l.Kind), StringComparer.Ordinal))
        {
            Histogram(text, Labels(kind), counts);
        }

        return text.ToString();
    }

    private static void Head(StringBuilder text, string name, string type, string help) => text.Append($"# HELP {name} {help}\n# TYPE {name} {type}\n");

    private static void Lines(StringBuilder text, IEnumerable<(string Name, string Labels, string Value)> lines)
    {
        foreach (var (name, labels, value) in lines.OrderBy(l => l.Labels, StringComparer.Ordinal))
        {
            Line(text, name, labels, value);
        }
    }

    private static void Line(StringBuilder text, string name, string labels, string value) => text.Append($"{name}{{{labels}}} {value}\n");

    private static void Histogram(StringBuilder text, string labels, LatencyCounts latencies)
    {
        var (counts, sum) = latencies.Read();
        long upTo = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            upTo += counts[i];
            string bound = i < LatencyBounds.Seconds.Count ? LatencyBounds.Seconds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            Line(text, $"{Duration}_bucket", $"{labels},le=\"{bound}\"", $"{upTo}");
        }

        Line(text, $"{Duration}_sum", labels, sum.ToString(CultureInfo.InvariantCulture));
        Line(text, $"{Duration}_count", labels, $"{upTo}");
    }

    private static string Labels(TrafficKind kind) => $"via=\"{kind.Via}\",{Labels(kind.To)},connection=\"{(kind.IsKept ? "kept" : "fresh")}\"";

    // Names and label values of Kubernetes hold nothing that would have to be escaped.
    private static string Labels(Destination to) => $"namespace=\"{to.Namespace}\",service=\"{to.Service}\",revision=\"{to.Revision}\"";
}
