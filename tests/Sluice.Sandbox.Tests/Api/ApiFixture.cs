using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Serilog.Core;
using Sluice.Sandbox.Api;
using Sluice.Sandbox.Hosting;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Tests.Api;

/// <summary>An API server on a free port over a store in memory, with the namespace <c>n</c>.</summary>
public sealed class ApiFixture : IAsyncLifetime, IDisposable
{
    internal const string Token = "t0ken";

    private readonly ObjectStore _store = new(TimeProvider.System);
    private ApiServer? _server;

    public HttpClient Client { get; } = new();

    internal ObjectStore Store => _store;

    public async Task InitializeAsync()
    {
        _store.Create(new ResourceKey("namespaces", "", "n"), new JsonObject { ["kind"] = "Namespace", ["apiVersion"] = "v1" });
        _server = new ApiServer(_store, new AddressBlock(15), new ApiServerOptions(IPAddress.Loopback, 0, null, Token), TimeProvider.System, Logger.None, new EchoLogs());
        await _server.StartAsync(CancellationToken.None);
        Client.BaseAddress = _server.Url;
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public Task DisposeAsync() => _server!.StopAsync(CancellationToken.None);

    public void Dispose()
    {
        Client.Dispose();
        _server?.Dispose();
        _store.Dispose();
    }

    /// <summary>Answers with what it was asked for; refuses <c>previous</c>.</summary>
    private sealed class EchoLogs : IPodLogs
    {
        public PodLogAnswer Read(PodLogRequest request, CancellationToken cancellationToken) =>
            request.Previous ? PodLogAnswer.None("no previous run") : PodLogAnswer.Of(Chunks(request));

        private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Chunks(PodLogRequest request)
        {
            yield return Encoding.UTF8.GetBytes($"{request.Namespace}/{request.Pod}/{request.Container} tail={request.TailLines} ");
            await Task.Yield();
            yield return Encoding.UTF8.GetBytes($"timestamps={request.Timestamps}\n");
        }
    }

    /// <summary>Sends a document (JSON or YAML, which are told apart by the type) and reads the answer.</summary>
    internal async Task<(int Code, JsonObject Body, HttpResponseMessage Response)> SendAsync(string method, string path, string? body = null, string type = "application/yaml", string? accept = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        }

        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        var response = await Client.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, JsonNode.Parse(text)!.AsObject(), response);
    }
}
