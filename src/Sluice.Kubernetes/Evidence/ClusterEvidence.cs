using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness;
using Sluice.Kubernetes.Releases;
using Sluice.Manifests.Releases;
using Sluice.Rollouts;
using Sluice.Rollouts.Evidence;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Evidence;

/// <summary>
/// Evidence in a Secret of the environment's namespace, where whoever may read secrets finds it when the runner is long gone. It
/// keeps the end of each text, and of the newest failures only.
/// </summary>
public sealed class ClusterEvidence(ApiClient client, string ns) : IEvidenceKeeper
{
    /// <summary>Of one text.</summary>
    public const int MaximumFileBytes = 64 * 1024;

    /// <summary>Of all texts together; with base64 half of what a Secret may hold.</summary>
    public const int MaximumBytes = 512 * 1024;

    /// <summary>Older ones are deleted.</summary>
    public const int MaximumFailures = 5;

    private const string Label = SluiceLabels.Prefix + "evidence";

    private string Collection => $"/api/v1/namespaces/{Uri.EscapeDataString(ns)}/secrets";

    public async Task<ClusterResult<string>> KeepAsync(int release, EvidenceBundle bundle, CancellationToken cancellationToken)
    {
        string name = $"sluice-evidence-{release.ToString(CultureInfo.InvariantCulture)}";
        if (await SecretWriter.WriteAsync(client, Collection, Secret(name, release, bundle), cancellationToken).ConfigureAwait(false) is { } error)
        {
            return ClusterResult<string>.Failed(Problems.Of(error, $"Secret/{name} in {ns}"));
        }

        await ForgetAsync(cancellationToken).ConfigureAwait(false);
        return ClusterResult<string>.Ok($"Secret/{name} in {ns}");
    }

    // Best effort: what stays now goes with the next failure.
    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> list = await client.GetAsync($"{Collection}?labelSelector={Uri.EscapeDataString(Label)}", cancellationToken).ConfigureAwait(false);
        IEnumerable<JsonObject> old = Json.Items(list.Value?["items"])
            .Where(s => s["metadata"]?["labels"]?[Label] is not null)
            .OrderByDescending(s => int.TryParse(Json.Text(s["metadata"]?["labels"]?[Label]), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)
            .Skip(MaximumFailures);
        foreach (JsonObject secret in old)
        {
            await client.DeleteAsync($"{Collection}/{Json.Text(secret["metadata"]?["name"])}", Preconditions.Of(secret), cancellationToken).ConfigureAwait(false);
        }
    }

    private JsonObject Secret(string name, int release, EvidenceBundle bundle)
    {
        var data = new JsonObject();
        int room = MaximumBytes;
        foreach (EvidenceFile file in bundle.Files)
        {
            byte[] end = End(file.Text, Math.Min(room, MaximumFileBytes));
            room -= end.Length;
            if (end.Length > 0)
            {
                // A key has no slashes: backend-5d8-x/backend.log becomes backend-5d8-x_backend.log.
                data[file.Path.Replace('/', '_')] = Convert.ToBase64String(end);
            }
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["type"] = SluiceLabels.Prefix + "evidence",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = ns,
                ["labels"] = new JsonObject
                {
                    ["app.kubernetes.io/managed-by"] = "sluice",
                    [Label] = release.ToString(CultureInfo.InvariantCulture),
                },
            },
            ["data"] = data,
        };
    }

    // Whole lines where there are any, whole characters in any case.
    private static byte[] End(string text, int most)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= most)
        {
            return bytes;
        }

        int from = bytes.Length - most;
        int line = Array.IndexOf(bytes, (byte)'\n', from) + 1;
        if (line > 0 && line < bytes.Length)
        {
            return bytes[line..];
        }

        while (from < bytes.Length && (bytes[from] & 0xC0) == 0x80)
        {
            from++;
        }

        return bytes[from..];
    }
}
