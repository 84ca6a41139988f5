using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Readiness;

/// <summary>Fetches what a person wants to see beside a failure: last log lines and warning events. Best effort.</summary>
internal sealed class FailureDetails(ApiClient client, string ns)
{
    private const int LogLines = 20;
    private const int Events = 5;

    public async Task<ReadinessFailure> CollectAsync(string service, string pod, PodTrouble trouble, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> log = await LogAsync(pod, trouble, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> warnings = await WarningsAsync(service, pod, cancellationToken).ConfigureAwait(false);
        return new ReadinessFailure(service, pod, trouble.Container, trouble.State, trouble.Reason, trouble.Hint, log, warnings);
    }

    private async Task<IReadOnlyList<string>> LogAsync(string pod, PodTrouble trouble, CancellationToken cancellationToken)
    {
        if (pod.Length == 0 || trouble.Container.Length == 0 || trouble.Class is TroubleClass.Pull or TroubleClass.Configuration or TroubleClass.Start)
        {
            return [];
        }

        // The run that crashed; of a container that has not been restarted yet that is the current one, and of one that is
        // restarted between the two questions it has become the previous one.
        const string Previous = "&previous=true";
        foreach (string which in trouble.HasCrashLog ? new[] { Previous, "", Previous } : [""])
        {
            if (await TailAsync(pod, trouble.Container, which, cancellationToken).ConfigureAwait(false) is { Count: > 0 } lines)
            {
                return lines;
            }
        }

        return [];
    }

    private async Task<IReadOnlyList<string>> TailAsync(string pod, string container, string which, CancellationToken cancellationToken)
    {
        string path = $"/api/v1/namespaces/{Uri.EscapeDataString(ns)}/pods/{Uri.EscapeDataString(pod)}/log"
            + $"?container={Uri.EscapeDataString(container)}&tailLines={LogLines.ToString(CultureInfo.InvariantCulture)}{which}";
        ApiResult<string> answer = await client.GetTextAsync(path, cancellationToken).ConfigureAwait(false);
        return answer.Succeeded(out string? text, out _)
            ? [.. text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Length > 0).TakeLast(LogLines)]
            : [];
    }

    private async Task<IReadOnlyList<string>> WarningsAsync(string service, string pod, CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> answer = await client
            .GetAsync($"/api/v1/namespaces/{Uri.EscapeDataString(ns)}/events?fieldSelector=type%3DWarning", cancellationToken)
            .ConfigureAwait(false);
        return answer.Succeeded(out JsonObject? list, out _)
            ? [.. Json.Items(list["items"])
                .Where(e => Json.Text(e["type"]) == "Warning" && Concerns(e, service, pod))
                .OrderBy(When, StringComparer.Ordinal)
                .Select(Text)
                .Distinct()
                .TakeLast(Events)]
            : [];
    }

    private static bool Concerns(JsonObject e, string service, string pod)
    {
        string name = Json.Text(e["involvedObject"]?["name"]);
        return Json.Text(e["involvedObject"]?["kind"]) switch
        {
            "Pod" => name == pod,
            "ReplicaSet" => pod.Length > 0 ? pod.StartsWith(name + "-", StringComparison.Ordinal) : name.StartsWith(service + "-", StringComparison.Ordinal),
            "Deployment" => name == service,
            var kind => $"{kind}/{name}" == service,
        };
    }

    private static string When(JsonObject e) => Json.Text(e["lastTimestamp"]) is { Length: > 0 } last
        ? last
        : Json.Text(e["eventTime"]) is { Length: > 0 } at ? at : Json.Text(e["metadata"]?["creationTimestamp"]);

    private static string Text(JsonObject e)
    {
        int count = Json.Int(e["count"], 1);
        string times = count > 1 ? $" ({count.ToString(CultureInfo.InvariantCulture)} times)" : "";
        return $"{Json.Text(e["reason"])}: {Json.Text(e["message"])}{times}";
    }
}
