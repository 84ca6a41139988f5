using System.Net;
using System.Net.Sockets;
using Sluice.Sandbox.Kubelet.Pods;

namespace Sluice.Sandbox.Kubelet.Probes;

/// <summary>httpGet and tcpSocket as the kubelet does them: a connection each, no proxy, certificates not judged, 200 to 399 is good.</summary>
internal sealed class NetworkActionRunner(TimeProvider time) : IActionRunner, IDisposable
{
    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        ActivityHeadersPropagator = null,
#pragma warning disable CA5359 // As the real kubelet: a probe asks whether the program answers, not who it is.
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
    });

    public async Task<ActionResult> RunAsync(PodAction action, string address, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return action.Http is { } http
                ? await GetAsync(http, address, either.Token).ConfigureAwait(false)
                : await ConnectAsync(address, action.TcpPort ?? 0, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ActionResult(false, $"no answer within {timeout.TotalSeconds:0.#} s (timeoutSeconds)");
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException or UriFormatException or FormatException)
        {
            return new ActionResult(false, e.InnerException is SocketException inner ? $"{e.Message}: {inner.SocketErrorCode}" : e.Message);
        }
    }

    public void Dispose() => _client.Dispose();

    private static async Task<ActionResult> ConnectAsync(string address, int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Parse(address), port, cancellationToken).ConfigureAwait(false);
        return new ActionResult(true, "");
    }

    private async Task<ActionResult> GetAsync(HttpAction action, string address, CancellationToken cancellationToken)
    {
        string path = action.Path.StartsWith('/') ? action.Path : $"/{action.Path}";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{action.Scheme}://{address}:{action.Port}{path}");
        request.Headers.TryAddWithoutValidation("User-Agent", "kube-probe/1.32");
        foreach (var (name, value) in action.Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        int status = (int)response.StatusCode;
        return status is >= 200 and < 400 ? new ActionResult(true, "") : new ActionResult(false, $"HTTP probe failed with statuscode: {status}");
    }
}
