using System.Net.Http.Headers;

namespace Sluice.Kubernetes.Api;

/// <summary>A request that can be sent more than once.</summary>
internal sealed record ApiRequest(HttpMethod Method, string Path, byte[]? Body, MediaTypeHeaderValue? Type, bool Repeatable)
{
    /// <summary>Method and path for messages.</summary>
    public string Name => $"{Method} {PathOnly}";

    public bool ConcernsSecrets => PathOnly.Contains("/secrets", StringComparison.Ordinal);

    private string PathOnly => Path.IndexOf('?', StringComparison.Ordinal) is var mark and >= 0 ? Path[..mark] : Path;
}

/// <summary>What came back: a body, or an error.</summary>
internal sealed record ApiExchange(int Status, byte[] Body, ApiError? Error);
