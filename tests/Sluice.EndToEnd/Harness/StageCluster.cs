using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Connection;
using Sluice.Kubernetes.Ledger;
using Sluice.Rollouts.Ledger;

namespace Sluice.EndToEnd.Harness;

/// <summary>The namespace of stage, or of another environment, as the API server tells it.</summary>
internal sealed class StageCluster(ClusterConnection connection, string ns) : IDisposable
{
    public const string Namespace = "p25-stage";

    private static readonly string[] s_core = ["pods", "services", "endpoints", "configmaps", "serviceaccounts", "secrets"];
    private static readonly string[] s_made = ["pods/", "replicasets/", "endpoints/"];
    private static readonly string[] s_apps = ["deployments", "replicasets"];

    /// <summary>Opens it with the kubeconfig of a workspace's sandbox.</summary>
    /// <param name="workspace">Whose sandbox.</param>
    /// <param name="ns">The namespace.</param>
    public static async Task<StageCluster> OpenAsync(Workspace workspace, string ns = Namespace)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var opened = await ClusterConnection.OpenAsync(new ConnectionRequest { Kubeconfig = workspace.Kubeconfig }, TimeProvider.System, limit.Token);
        Assert.True(opened.Succeeded(out var connection), string.Join('\n', opened.Problems));
        return new StageCluster(connection, ns);
    }

    /// <summary>Resource version of every object but events, by kind and name. Waits first until pods that are on their way out are gone.</summary>
    public async Task<IReadOnlyDictionary<string, string>> VersionsAsync()
    {
        await SettleAsync();
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var paths = s_core.Select(kind => $"/api/v1/namespaces/{ns}/{kind}").Concat(s_apps.Select(kind => $"/apis/apps/v1/namespaces/{ns}/{kind}"));
        foreach (var path in paths.Append("/api/v1/namespaces"))
        {
            foreach (var item in await ListAsync(path))
            {
                versions[$"{path.Split('/')[^1]}/{item["metadata"]!["name"]}"] = item["metadata"]!["resourceVersion"]!.ToString();
            }
        }

        return versions;
    }

    /// <summary>Kind and name of every object that is not Sluice's own record, nor made by the cluster for another.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync() =>
        [.. (await VersionsAsync()).Keys.Where(name => !name.Contains("/sluice-", StringComparison.Ordinal) && !s_made.Any(kind => name.StartsWith(kind, StringComparison.Ordinal)))];

    /// <summary>What Sluice itself keeps there, by kind and name: each object's text, and what its Secrets hold in clear.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RecordsAsync()
    {
        var records = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var kind in new[] { "secrets", "configmaps" })
        {
            foreach (var item in await ListAsync($"/api/v1/namespaces/{ns}/{kind}"))
            {
                if (item["metadata"]!["name"]!.ToString() is var name && name.StartsWith("sluice-", StringComparison.Ordinal))
                {
                    var held = (item[kind == "secrets" ? "data" : "binaryData"] as JsonObject ?? []).Select(entry => Clear(Convert.FromBase64String(entry.Value!.ToString())));
                    records[$"{kind}/{name}"] = string.Join('\n', held.Prepend(item.ToJsonString()));
                }
            }
        }

        return records;
    }

    /// <summary>Names of a service's pods that are not on their way out.</summary>
    public async Task<IReadOnlyList<string>> PodsAsync(string service) =>
    [
        .. (await ListAsync($"/api/v1/namespaces/{ns}/pods?labelSelector=app.kubernetes.io%2Fname%3D{service}"))
            .Where(pod => pod["metadata"]!["deletionTimestamp"] is null)
            .Select(pod => pod["metadata"]!["name"]!.ToString())
            .Order(StringComparer.Ordinal),
    ];

    public async Task<JsonObject> GetAsync(string path)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var answer = await connection.Client.GetAsync(path, limit.Token);
        Assert.True(answer.Succeeded(out var found, out var error), error?.ToString());
        return found;
    }

    public async Task<JsonObject> DeploymentAsync(string service) => await GetAsync($"/apis/apps/v1/namespaces/{ns}/deployments/{service}");

    /// <summary>Changes an object of <c>apps/v1</c> as <c>kubectl patch --type merge</c> does.</summary>
    /// <param name="name"><c>deployments/backend</c></param>
    /// <param name="patch">JSON merge patch.</param>
    public async Task PatchAsync(string name, JsonObject patch)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var answer = await connection.Client.MergePatchAsync($"/apis/apps/v1/namespaces/{ns}/{name}?fieldManager=kubectl-patch", patch, limit.Token);
        Assert.True(answer.Succeeded(out _, out var error), error?.ToString());
    }

    public async Task<IReadOnlyList<LedgerEntry>> LedgerAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var read = await new ConfigMapLedger(connection.Client, ns, TimeProvider.System).ReadAsync(limit.Token);
        Assert.True(read.Succeeded(out var entries), string.Join('\n', read.Problems));
        return entries;
    }

    public void Dispose() => connection.Dispose();

    private static string Clear(byte[] content)
    {
        if (content is not [0x1f, 0x8b, ..])
        {
            return Encoding.UTF8.GetString(content);
        }

        using var reader = new StreamReader(new GZipStream(new MemoryStream(content), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    private async Task SettleAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await ListAsync($"/api/v1/namespaces/{ns}/pods")).Any(pod => pod["metadata"]!["deletionTimestamp"] is not null))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
        }
    }

    private async Task<IReadOnlyList<JsonNode>> ListAsync(string path) => [.. ((await GetAsync(path))["items"] as JsonArray ?? []).OfType<JsonNode>()];
}
