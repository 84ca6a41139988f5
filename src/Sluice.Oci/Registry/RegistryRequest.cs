using System.Net.Http.Headers;

namespace Sluice.Oci.Registry;

/// <summary>A request that can be sent any number of times.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Address">Relative to the registry, or absolute where the registry named another place.</param>
internal sealed record RegistryRequest(HttpMethod Method, Uri Address)
{
    public RegistryRequest(HttpMethod method, string path)
        : this(method, new Uri(path, UriKind.Relative))
    {
    }

    /// <summary>Makes the content anew for each sending.</summary>
    public Func<HttpContent>? Content { get; init; }

    public IReadOnlyList<string> Accept { get; init; } = [];

    public RangeHeaderValue? Range { get; init; }

    /// <summary>True to ask for the right to write.</summary>
    public bool Writes { get; init; }

    /// <summary>False where the caller knows better how to go on after a failure.</summary>
    public bool IsRetried { get; init; } = true;

    public string ScopeIn(ImageReference where) => $"repository:{where.Repository}:{(Writes ? "pull,push" : "pull")}";

    public HttpRequestMessage ToMessage(Uri address)
    {
        var message = new HttpRequestMessage(Method, address) { Content = Content?.Invoke() };
        message.Headers.Range = Range;
        foreach (var type in Accept)
        {
            message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(type));
        }

        return message;
    }
}
