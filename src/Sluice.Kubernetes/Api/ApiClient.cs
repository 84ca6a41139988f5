using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Api;

/// <summary>
/// The Kubernetes API by path and JSON, over KubernetesClient's configured transport. Failures are values; only
/// cancellation throws. Bodies are never logged or put into messages.
/// </summary>
public sealed class ApiClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    // JSON is YAML, and this is the media type that every server with server-side apply takes.
    private static readonly MediaTypeHeaderValue ApplyPatch = new("application/apply-patch+yaml");
    private static readonly MediaTypeHeaderValue MergePatch = new("application/merge-patch+json");

    private readonly ApiTransport transport;
    private readonly IWriteGuard? guard;
    private readonly bool isUrgent;
    private readonly bool isBorrowed;

    /// <param name="kubernetes">Disposed with this client.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">For time-outs and waits.</param>
    public ApiClient(k8s.Kubernetes kubernetes, ApiClientOptions options, TimeProvider time)
        : this(kubernetes, options, time, null)
    {
    }

    internal ApiClient(k8s.Kubernetes kubernetes, ApiClientOptions options, TimeProvider time, IRenewable? credential)
    {
        Time = time;
        Options = options;
        transport = new ApiTransport(kubernetes, options, time, credential);
    }

    private ApiClient(ApiClient other, IWriteGuard? guard, bool isUrgent)
    {
        (Time, Options, transport, isBorrowed) = (other.Time, other.Options, other.transport, true);
        (this.guard, this.isUrgent) = (guard, isUrgent);
    }

    /// <summary>The server's address, for messages.</summary>
    public Uri Address => transport.Address;

    /// <summary>How many requests were sent, repetitions included.</summary>
    public long Requests => transport.Requests;

    /// <summary>The server's clock seen from ours, by its newest answer; null before the first.</summary>
    public ClockComparison? Clock => transport.Clock;

    internal TimeProvider Time { get; }

    internal ApiClientOptions Options { get; }

    /// <summary>The same client for work that may change things only with a guard's leave. Ends with this one.</summary>
    public ApiClient Guarded(IWriteGuard by) => new(this, by, isUrgent: false);

    /// <summary>The same client for what cannot wait until others were answered. Ends with this one.</summary>
    public ApiClient Urgent() => new(this, null, isUrgent: true);

    /// <param name="path">From the root, with query: <c>/api/v1/namespaces/x/pods?limit=5</c>.</param>
    /// <param name="cancellationToken">Throws when cancelled.</param>
    public Task<ApiResult<JsonObject>> GetAsync(string path, CancellationToken cancellationToken) =>
        ObjectAsync(new ApiRequest(HttpMethod.Get, path, null, null, Repeatable: true), cancellationToken);

    /// <summary>Creates; sent once, and again only after 429.</summary>
    public Task<ApiResult<JsonObject>> CreateAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        ObjectAsync(new ApiRequest(HttpMethod.Post, path, Bytes(body), Json, Repeatable: false, guard), cancellationToken);

    /// <summary>Replaces an object; with a resourceVersion in it a stale write is a conflict, so a repetition is harmless.</summary>
    public Task<ApiResult<JsonObject>> ReplaceAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        ObjectAsync(new ApiRequest(HttpMethod.Put, path, Bytes(body), Json, Repeatable: true, guard), cancellationToken);

    /// <summary>Server-side apply as <paramref name="manager"/>, forced. A field that the server does not know is refused: left out in silence, a typing error would go live.</summary>
    public Task<ApiResult<JsonObject>> ApplyAsync(string path, JsonObject body, string manager, bool dryRun, CancellationToken cancellationToken)
    {
        string query = $"?fieldManager={Uri.EscapeDataString(manager)}&force=true&fieldValidation=Strict{(dryRun ? "&dryRun=All" : "")}";
        return ObjectAsync(new ApiRequest(HttpMethod.Patch, path + query, Bytes(body), ApplyPatch, Repeatable: true, dryRun ? null : guard), cancellationToken);
    }

    /// <summary>JSON merge patch; may be repeated, as the result is the same.</summary>
    public Task<ApiResult<JsonObject>> MergePatchAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        ObjectAsync(new ApiRequest(HttpMethod.Patch, path, Bytes(body), MergePatch, Repeatable: true, guard), cancellationToken);

    /// <param name="path">The object's path.</param>
    /// <param name="options">A DeleteOptions object, for instance with preconditions; may be null.</param>
    /// <param name="cancellationToken">Throws when cancelled.</param>
    public Task<ApiResult<JsonObject>> DeleteAsync(string path, JsonObject? options, CancellationToken cancellationToken) =>
        ObjectAsync(new ApiRequest(HttpMethod.Delete, path, options is null ? null : Bytes(options), options is null ? null : Json, Repeatable: true, guard), cancellationToken);

    /// <summary>For what is not JSON: logs, proxied answers. It takes nobody's turn: a pod that does not answer must not hold up a change of traffic.</summary>
    public async Task<ApiResult<string>> GetTextAsync(string path, CancellationToken cancellationToken)
    {
        ApiExchange exchange = await transport
            .SendAsync(new ApiRequest(HttpMethod.Get, path, null, null, Repeatable: true) { IsUrgent = true }, cancellationToken)
            .ConfigureAwait(false);
        return exchange.Error is { } error ? ApiResult<string>.Failed(error) : ApiResult<string>.Ok(Encoding.UTF8.GetString(exchange.Body));
    }

    /// <summary>
    /// Changes after a revision. Ends with one <see cref="WatchItem.Ended"/>, whatever the reason; the caller decides
    /// whether to go on from the last revision or to list again.
    /// </summary>
    public IAsyncEnumerable<WatchItem> WatchAsync(string path, string resourceVersion, CancellationToken cancellationToken) =>
        WatchStream.ReadAsync(transport, Options, Time, path, resourceVersion, cancellationToken);

    public void Dispose()
    {
        if (!isBorrowed)
        {
            transport.Dispose();
        }
    }

    private async Task<ApiResult<JsonObject>> ObjectAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        ApiExchange exchange = await transport.SendAsync(request with { IsUrgent = isUrgent }, cancellationToken).ConfigureAwait(false);
        if (exchange.Error is { } error)
        {
            return ApiResult<JsonObject>.Failed(error) with { Date = exchange.Date };
        }

        try
        {
            return JsonNode.Parse(exchange.Body) is JsonObject json ? ApiResult<JsonObject>.Ok(json) with { Date = exchange.Date } : Garbled(request, exchange);
        }
        catch (JsonException)
        {
            return Garbled(request, exchange);
        }
    }

    private static ApiResult<JsonObject> Garbled(ApiRequest request, ApiExchange exchange) =>
        ApiResult<JsonObject>.Failed(new ApiError(ApiErrorKind.Garbled, exchange.Status, "", "the answer is not a JSON object; is this address an API server?", [], request.Name));

    private static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString());
}
