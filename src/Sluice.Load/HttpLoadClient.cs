using System.Net;
using System.Net.Sockets;

namespace Sluice.Load;

/// <summary>
/// Requests over HTTP/1.1. A request whose kept connection is closed beneath it counts as failed, though the client
/// sends it again: not every client does, and none may with a POST.
/// </summary>
public sealed class HttpLoadClient : ILoadClient, IDisposable
{
    // Like a gateway's, and shorter than the notice that a pod gives before it goes: a connection that was opened in a rush and not
    // used since would otherwise be closed by the pod in the moment in which it is used again.
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(2);

    private readonly LoadPlan _plan;
    private readonly TimeProvider _clock;
    private readonly HttpMessageInvoker _fresh;
    private readonly HttpMessageInvoker[] _kept;
    private uint _turn;

    public HttpLoadClient(LoadPlan plan, TimeProvider clock)
    {
        _plan = plan;
        _clock = clock;
        _fresh = Invoker(TimeSpan.Zero);
        _kept = [.. Enumerable.Range(0, plan.Users).Select(_ => Invoker(Timeout.InfiniteTimeSpan))];
    }

    public async Task<LoadAnswer> SendAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        var invoker = arrival.Use == ConnectionUse.New ? _fresh : _kept[Interlocked.Increment(ref _turn) % _kept.Length];
        var watch = new RequestWatch();
        RequestWatch.Current = watch;
        using var limit = new CancellationTokenSource(_plan.Patience, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _plan.Target) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            using var response = await invoker.SendAsync(request, both.Token).ConfigureAwait(false);
            await response.Content.CopyToAsync(Stream.Null, both.Token).ConfigureAwait(false);
            var revision = response.Headers.TryGetValues(_plan.RevisionHeader, out var values) ? string.Join(',', values) : "";
            var code = (int)response.StatusCode;
            return new LoadAnswer(watch.Lost ?? (code >= 400 ? new Failure(FailureKind.Status, code) : null), revision);
        }
        catch (OperationCanceledException)
        {
            // Giving up breaks the connection, which the watch sees as well.
            return new LoadAnswer(new Failure(FailureKind.Timeout), "");
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            return new LoadAnswer(watch.Lost ?? FailureReading.Of(problem), "");
        }
    }

    public void Dispose()
    {
        _fresh.Dispose();
        foreach (var invoker in _kept)
        {
            invoker.Dispose();
        }
    }

    private static HttpMessageInvoker Invoker(TimeSpan lifetime) => new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = lifetime,
            PooledConnectionIdleTimeout = s_idle,
            ConnectCallback = ConnectAsync,
            PlaintextStreamFilter = (context, _) => ValueTask.FromResult<Stream>(new WatchedStream(context.PlaintextStream)),
        },
        disposeHandler: true);

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
