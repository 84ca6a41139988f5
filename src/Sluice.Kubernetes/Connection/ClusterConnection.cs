using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Discovery;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Connection;

/// <summary>An authenticated connection to one cluster, tried before it is handed out.</summary>
public sealed class ClusterConnection : IDisposable
{
    private ClusterConnection(ApiClient client, string context, string ns)
    {
        Client = client;
        Discovery = new ApiDiscovery(client);
        Context = context;
        DefaultNamespace = ns;
    }

    public ApiClient Client { get; }

    public ApiDiscovery Discovery { get; }

    /// <summary>The context in use; empty in a pod.</summary>
    public string Context { get; }

    /// <summary>The context's namespace; <c>default</c> when it names none.</summary>
    public string DefaultNamespace { get; }

    /// <summary>Reads the kubeconfig, connects, and asks the server for its API versions, which proves address, TLS and credential.</summary>
    public static async Task<ClusterResult<ClusterConnection>> OpenAsync(ConnectionRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        ClusterResult<ResolvedContext> resolved = ContextResolver.Resolve(request, time);
        if (!resolved.Succeeded(out ResolvedContext? context))
        {
            return ClusterResult<ClusterConnection>.Failed(resolved.Problems);
        }

        ApiClientOptions options = request.Options with
        {
            Impersonation = context.Impersonation ?? request.Options.Impersonation,
            TlsServerName = context.Server.TlsServerName,
        };
        var client = new ApiClient(Transport.Create(context), options, time, context.Credential.Tokens as IRenewable);
        ApiResult<JsonObject> hello;
        try
        {
            hello = await client.GetAsync("/api", cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            client.Dispose();
            throw;
        }

        if (!hello.Succeeded(out _, out ApiError? error))
        {
            client.Dispose();
            return ClusterResult<ClusterConnection>.Failed(Problems.Of(error, $"{context.Where}, {context.Server.Address.AbsoluteUri.TrimEnd('/')}"));
        }

        return ClusterResult<ClusterConnection>.Ok(new ClusterConnection(client, context.Name, context.Namespace.Length == 0 ? "default" : context.Namespace));
    }

    public void Dispose() => Client.Dispose();
}
