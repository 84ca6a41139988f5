using System.Net.Http.Headers;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Api;

/// <summary>A request that can be sent more than once.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">From the root, with query.</param>
/// <param name="Body">Null for none.</param>
/// <param name="Type">Of the body.</param>
/// <param name="Repeatable">Whether sending it twice does no more than once.</param>
/// <param name="Guard">Asked before every attempt; null for requests that change nothing or need no leave.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, byte[]? Body, MediaTypeHeaderValue? Type, bool Repeatable, IWriteGuard? Guard = null)
{
    /// <summary>Method and path for messages.</summary>
    public string Name => $"{Method} {PathOnly}";

    /// <summary>Whether it goes out at once, however many others wait.</summary>
    public bool IsUrgent { get; init; }

    public bool ConcernsSecrets => PathOnly.Contains("/secrets", StringComparison.Ordinal);

    private string PathOnly => Path.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? Path[..mark] : Path;
}

/// <summary>What came back: a body, or an error, and the server's clock if it told it.</summary>
internal sealed record ApiExchange(int Status, byte[] Body, ApiError? Error, DateTimeOffset? Date = null);
