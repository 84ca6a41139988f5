using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests.Releases;
using Sluice.Manifests.Stacks;
using Sluice.Rollouts.Evidence;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Evidence;

/// <summary>Reads logs, states and events of pods that do not serve, and masks the values of the Secrets that these pods read.</summary>
public sealed class PodEvidence(ApiClient client) : IEvidenceSource
{
    /// <summary>The end of a log; the byte limit keeps a log of endless lines from filling the memory.</summary>
    private const string LogLimits = "&timestamps=true&tailLines=5000&limitBytes=8388608";

    public async Task<EvidenceBundle?> CollectAsync(EvidenceRequest request, CancellationToken cancellationToken)
    {
        string root = $"/api/v1/namespaces/{Uri.EscapeDataString(request.Namespace)}";
        Task<ApiResult<JsonObject>> eventList = client.GetAsync($"{root}/events", cancellationToken);
        ApiResult<JsonObject> podList = await client.GetAsync($"{root}/pods", cancellationToken).ConfigureAwait(false);
        IReadOnlyList<JsonObject> pods = SuspectPods.Choose(Json.Items(podList.Value?["items"]), request);
        Task<EvidenceFile?>[] logs = [.. pods.SelectMany(p => Logs(root, p, cancellationToken))];
        Task<ApiResult<JsonObject>>[] secrets = [.. SecretsOf(pods).Select(name => client.GetAsync($"{root}/secrets/{Uri.EscapeDataString(name)}", cancellationToken))];
        ApiResult<JsonObject> events = await eventList.ConfigureAwait(false);
        var mask = new SecretMask((await Task.WhenAll(secrets).ConfigureAwait(false)).Select(s => s.Value).OfType<JsonObject>());
        EvidenceFile[] files =
        [
            .. (await Task.WhenAll(logs).ConfigureAwait(false)).OfType<EvidenceFile>(),
            .. Concerning(events.Value, podList.Value, request) is { Length: > 0 } lines ? new[] { new EvidenceFile("events.txt", lines) } : [],
            .. pods.Select(p => new EvidenceFile($"{NameOf(p)}/pod.json", EvidenceTexts.Pod(p))),
        ];
        return files.Length == 0 ? null : new EvidenceBundle([.. files.Select(f => f with { Text = mask.Apply(f.Text) })]);
    }

    private IEnumerable<Task<EvidenceFile?>> Logs(string root, JsonObject pod, CancellationToken cancellationToken)
    {
        foreach (ContainerSnapshot container in PodSnapshot.Read(pod).Containers)
        {
            string name = NameOf(pod);
            string path = $"{root}/pods/{Uri.EscapeDataString(name)}/log?container={Uri.EscapeDataString(container.Name)}{LogLimits}";
            if (container.Restarts > 0)
            {
                yield return LogAsync($"{name}/{container.Name}.previous.log", path + "&previous=true", cancellationToken);
            }

            yield return LogAsync($"{name}/{container.Name}.log", path, cancellationToken);
        }
    }

    // A container that never ran has no log, and the server says so by an error.
    private async Task<EvidenceFile?> LogAsync(string file, string path, CancellationToken cancellationToken)
    {
        ApiResult<string> answer = await client.GetTextAsync(path, cancellationToken).ConfigureAwait(false);
        return answer.Succeeded(out string? text, out _) && text.Length > 0 ? new EvidenceFile(file, text) : null;
    }

    private static string Concerning(JsonObject? events, JsonObject? pods, EvidenceRequest request)
    {
        string[] owners = [.. request.Revisions.Count == 0
            ? request.Services
            : request.Services.SelectMany(_ => request.Revisions, StackNames.Of).Concat(Json.Items(pods?["items"]).Where(p => SuspectPods.IsAskedFor(p, request)).Select(NameOf))];
        return EvidenceTexts.Events(Json.Items(events?["items"]).Where(e =>
            Json.Text(e["involvedObject"]?["name"]) is var name && owners.Any(owner => name == owner || name.StartsWith(owner + "-", StringComparison.Ordinal))));
    }

    private static IEnumerable<string> SecretsOf(IEnumerable<JsonObject> pods) =>
        pods.SelectMany(ConfigReferences.Of).Where(reference => reference.Kind == "Secret").Select(reference => reference.Name).Distinct(StringComparer.Ordinal);

    private static string NameOf(JsonObject pod) => Json.Text(pod["metadata"]?["name"]);
}
