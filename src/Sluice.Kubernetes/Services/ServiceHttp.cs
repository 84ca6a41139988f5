using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Rollouts;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Services;

/// <summary>How a Service is reached from this machine.</summary>
public enum ServiceReach
{
    /// <summary>Through the API server's service proxy, as ClusterIPs are not reachable from outside a cluster.</summary>
    Proxy,

    /// <summary>By ClusterIP: in the sandbox, whose addresses are this machine's, and in a pod.</summary>
    Direct,
}

/// <summary>Asks Services over HTTP.</summary>
public sealed class ServiceHttp : IServiceHttp, IDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);

    private readonly ApiClient client;
    private readonly ServiceReach reach;
    private readonly TimeProvider time;
    private readonly HttpClient http;

    public ServiceHttp(ApiClient client, ServiceReach reach, TimeProvider time)
    {
        this.client = client;
        this.reach = reach;
        this.time = time;

        // A company's proxy knows nothing of ClusterIPs, and a kept connection would stay on one pod.
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero };
        http = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public async Task<ClusterResult<ServiceAddress>> FindAsync(string ns, string service, CancellationToken cancellationToken)
    {
        ApiResult<JsonObject> answer = await client.GetAsync(PathOf(ns, service), cancellationToken).ConfigureAwait(false);
        if (!answer.Succeeded(out JsonObject? json, out ApiError? error))
        {
            return ClusterResult<ServiceAddress>.Failed(Problems.Of(error, $"Service/{service} in {ns}"));
        }

        int port = (json["spec"]?["ports"] as JsonArray)?[0]?["port"]?.GetValue<int>() ?? 0;
        if (port == 0)
        {
            return ClusterResult<ServiceAddress>.Failed(new ClusterProblem(ClusterProblemKind.Invalid, $"Service/{service} in {ns} has no port.", "Add spec.ports to the Service."));
        }

        return ClusterResult<ServiceAddress>.Ok(new ServiceAddress(ns, service, port, Url(json, ns, service, port)));
    }

    public async Task<ServiceAnswer> GetAsync(ServiceAddress address, string path, CancellationToken cancellationToken) => reach switch
    {
        ServiceReach.Direct => await DirectAsync(address, path, cancellationToken).ConfigureAwait(false),
        _ => await ProxiedAsync(address, path, cancellationToken).ConfigureAwait(false),
    };

    public void Dispose() => http.Dispose();

    private string Url(JsonObject json, string ns, string service, int port)
    {
        string? ip = json["spec"]?["clusterIP"]?.GetValue<string>();
        if (reach == ServiceReach.Proxy || ip is null or "" or "None")
        {
            return new Uri(client.Address, ProxyPath(ns, service, port).TrimStart('/')).ToString().TrimEnd('/');
        }

        string host = ip.Contains(':', StringComparison.Ordinal) ? $"[{ip}]" : ip;
        return port == 80 ? $"http://{host}" : $"http://{host}:{port.ToString(CultureInfo.InvariantCulture)}";
    }

    private async Task<ServiceAnswer> DirectAsync(ServiceAddress address, string path, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerTime, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using HttpResponseMessage response = await http
                .GetAsync(new Uri(address.Url + path), HttpCompletionOption.ResponseHeadersRead, both.Token)
                .ConfigureAwait(false);
            return new ServiceAnswer((int)response.StatusCode, response.ReasonPhrase ?? "");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ServiceAnswer(0, $"nothing within {AnswerTime.TotalSeconds:0} s");
        }
        catch (HttpRequestException e)
        {
            return new ServiceAnswer(0, e.Message);
        }
    }

    private async Task<ServiceAnswer> ProxiedAsync(ServiceAddress address, string path, CancellationToken cancellationToken)
    {
        string proxied = ProxyPath(address.Namespace, address.Service, address.Port) + path;
        ApiResult<string> answer = await client.GetTextAsync(proxied, cancellationToken).ConfigureAwait(false);
        return answer.Error is { } error ? new ServiceAnswer(error.Status, error.Message) : new ServiceAnswer(200, "OK");
    }

    private static string PathOf(string ns, string service) => $"/api/v1/namespaces/{Uri.EscapeDataString(ns)}/services/{Uri.EscapeDataString(service)}";

    private static string ProxyPath(string ns, string service, int port) =>
        $"/api/v1/namespaces/{Uri.EscapeDataString(ns)}/services/{Uri.EscapeDataString(service)}:{port.ToString(CultureInfo.InvariantCulture)}/proxy";
}
