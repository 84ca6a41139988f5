using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Connection;

namespace Sluice.RolloutBenchmarks;

/// <summary>What the newest rollout of beta wrote down of backend.</summary>
/// <param name="First">When the first step got its weight.</param>
/// <param name="Promoted">When it was promoted.</param>
/// <param name="Weights">How many times it got another weight.</param>
internal sealed record Journal(DateTimeOffset First, DateTimeOffset Promoted, int Weights)
{
    private const string Logs = "/api/v1/namespaces/p25-beta/configmaps?labelSelector=sluice.dev/journal%3Drollout-log";

    public static async Task<Journal> ReadAsync(string kubeconfig)
    {
        var opened = await ClusterConnection.OpenAsync(new ConnectionRequest { Kubeconfig = kubeconfig }, TimeProvider.System, CancellationToken.None);
        using var connection = opened.Succeeded(out var open) ? open : throw new InvalidOperationException(string.Join('\n', opened.Problems));
        var answer = await connection.Client.GetAsync(Logs, CancellationToken.None);
        var listed = answer.Succeeded(out var list, out var error) ? list : throw new InvalidOperationException(error.Message);
        var newest = listed["items"]!.AsArray().OrderBy(item => (int)Number(item!)).Last()!;
        List<JsonNode> lines = [.. ((string)newest["data"]!["lines.jsonl"]!).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).Where(line => (string)line["service"]! == "backend")];
        List<DateTimeOffset> weights = [.. lines.Where(line => Text(line).StartsWith("weight ", StringComparison.Ordinal)).Select(At)];
        var promoted = lines.LastOrDefault(line => Text(line).EndsWith("→ Promoted", StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"backend was not promoted:\n{string.Join('\n', lines.Select(line => line.ToJsonString()))}");
        return new Journal(weights[0], At(promoted), weights.Count);
    }

    private static int Number(JsonNode configMap) => int.Parse((string)configMap["metadata"]!["labels"]!["sluice.dev/rollout"]!, System.Globalization.CultureInfo.InvariantCulture);

    private static string Text(JsonNode line) => (string)line["text"]!;

    private static DateTimeOffset At(JsonNode line) => line["at"].Deserialize<DateTimeOffset>();
}
