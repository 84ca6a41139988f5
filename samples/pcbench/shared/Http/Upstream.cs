using System.Globalization;
using System.Net.Sockets;

namespace PcBench.ServiceDefaults.Http;

/// <summary>Another service, called over HTTP with a limit on the time. The trace of the current request goes along (W3C traceparent).</summary>
/// <param name="name">Its name in messages.</param>
/// <param name="address">Its base address.</param>
/// <param name="timeout">Limit for the whole call; more than zero.</param>
/// <param name="clock">Measures the limit.</param>
public sealed class Upstream(string name, Uri address, TimeSpan timeout, TimeProvider clock) : IDisposable
{
    // A Service chooses a pod when a connection is opened: an old connection would never see a new revision.
    private readonly HttpClient _client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromSeconds(10) })
    {
        BaseAddress = address,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Gets a resource with its whole content. That the other side cannot be reached is an outcome, not an exception.</summary>
    public async Task<UpstreamOutcome> GetAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return new UpstreamOutcome.Answered(await _client.GetAsync(pathAndQuery, either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unreachable(string.Create(CultureInfo.InvariantCulture, $"did not answer within {timeout.TotalSeconds} s"));
        }
        catch (HttpRequestException exception)
        {
            return Unreachable($"cannot be reached: {(exception.InnerException as SocketException ?? (Exception)exception).Message}");
        }
    }

    public void Dispose() => _client.Dispose();

    private UpstreamOutcome.Unreachable Unreachable(string why) => new($"{name} at {address.GetLeftPart(UriPartial.Authority)} {why}");
}
