using System.Collections.Concurrent;
using System.Text;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Connection;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Tests.Fakes;

/// <summary>A kubeconfig of one context, and what comes of opening it.</summary>
internal sealed class Connections(Certificates? authority) : IDisposable
{
    private static readonly ApiClientOptions Fast = new() { RetryDelay = TimeSpan.FromMilliseconds(1), Retries = 1, AttemptTimeout = TimeSpan.FromSeconds(30) };

    public TempFolder Folder { get; } = new();

    /// <summary>Secrets that were read.</summary>
    public ConcurrentQueue<string> Told { get; } = new();

    /// <param name="url">The server's.</param>
    /// <param name="user">What the user consists of, in YAML's short form.</param>
    /// <param name="cluster">What the cluster has beside server and authority.</param>
    /// <param name="withAuthority">Whether the kubeconfig has one.</param>
    public Task<ClusterResult<ClusterConnection>> TryAsync(string url, string user, string cluster = "", bool withAuthority = true)
    {
        string trusted = withAuthority && authority is not null ? $"certificate-authority-data: {Base64(authority.AuthorityPem)}," : "";
        string file = Folder.Write("config", $$"""
            current-context: a
            contexts: [{name: a, context: {cluster: c, user: u, namespace: team} }]
            clusters: [{name: c, cluster: {server: '{{url}}', {{trusted}} {{cluster}} } }]
            users: [{name: u, user: { {{user}} } }]
            """);
        return ClusterConnection.OpenAsync(new ConnectionRequest { Kubeconfig = file, Options = Fast, OnSecret = Told.Enqueue }, TimeProvider.System, default);
    }

    public async Task<ClusterConnection> OpenAsync(string url, string user, string cluster = "", bool withAuthority = true)
    {
        ClusterResult<ClusterConnection> result = await TryAsync(url, user, cluster, withAuthority);
        Assert.True(result.Succeeded(out ClusterConnection? connection), string.Join("; ", result.Problems));
        return connection;
    }

    public async Task<ClusterProblem> RefusedAsync(string url, string user, string cluster = "", bool withAuthority = true) =>
        Assert.Single((await TryAsync(url, user, cluster, withAuthority)).Problems);

    /// <summary>Writes a credential plugin and gives the user that runs it.</summary>
    public string Plugin(string script) =>
        $"exec: {{apiVersion: client.authentication.k8s.io/v1, command: sh, args: ['{Folder.Write("plugin.sh", script + "\n")}']}}";

    public void Dispose() => Folder.Dispose();

    public static string Base64(string pem) => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));
}
