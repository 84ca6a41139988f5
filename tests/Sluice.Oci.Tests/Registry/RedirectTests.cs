using Microsoft.AspNetCore.Http;
using Sluice.Oci.Registry;

namespace Sluice.Oci.Tests.Registry;

public class RedirectTests
{
    private static readonly byte[] Blob = "content"u8.ToArray();

    [Fact]
    public async Task PullBlob_RedirectedToAnotherHost_TheLoginStaysHome()
    {
        var seen = new List<string>();
        await using var storage = await FaultServer.StartAsync((http, _) =>
        {
            seen.Add(http.Request.Headers.Authorization.ToString());
            return http.Response.Body.WriteAsync(Blob).AsTask();
        });
        await using var registry = await RegistryAsync($"http://{storage.Host}/signed?by=me");

        var pulled = await PullAsync(registry.Repository);

        Assert.True(pulled.IsSuccess, pulled.Error?.Message);
        Assert.Equal([""], seen);
    }

    [Fact]
    public async Task PullBlob_RedirectedAtHome_TheLoginGoesAlong()
    {
        await using var registry = await RegistryAsync("/elsewhere");

        Assert.True((await PullAsync(registry.Repository)).IsSuccess);
    }

    [Theory]
    [InlineData("/v2/app/blobs/again")]
    [InlineData("ftp://example/x")]
    public async Task PullBlob_RedirectThatLeadsNowhere_IsRefusedAfterFewTries(string location)
    {
        await using var registry = await RegistryAsync(location);

        var pulled = await PullAsync(registry.Repository);

        Assert.Equal(RegistryErrorKind.InvalidContent, pulled.Error!.Kind);
        Assert.Contains("redirects GET", pulled.Error.Message);
        Assert.InRange(registry.Requests.Count, 1, 7);
    }

    [Fact]
    public async Task PutManifest_RedirectThatWouldMakeItARead_IsRefused()
    {
        await using var registry = await RegistryAsync("/elsewhere");
        using var client = Client();

        var put = await client.PutManifestAsync(registry.Repository, ArtifactManifest.EmptyConfig, CancellationToken.None);

        Assert.Equal(RegistryErrorKind.InvalidContent, put.Error!.Kind);
    }

    [Theory]
    [InlineData("https://reg.example/", "http://reg.example/v2/x?y=z", "https://reg.example/v2/x?y=z")]
    [InlineData("https://reg.example:5000/", "http://reg.example/v2/x", "https://reg.example:5000/v2/x")]
    [InlineData("https://reg.example/", "/v2/x", "https://reg.example/v2/x")]
    [InlineData("https://reg.example/", "http://other.example/x", "http://other.example/x")]
    [InlineData("http://localhost:5000/", "http://localhost:5000/x", "http://localhost:5000/x")]
    public void Follow_Location_OwnHostStaysEncrypted(string home, string location, string expected)
        => Assert.Equal(new Uri(expected), RegistryAddress.Follow(new Uri(home), new Uri(home), new Uri(location, UriKind.RelativeOrAbsolute)));

    /// <summary>Asks for a login first, then sends everything below /v2/ to <paramref name="location"/>.</summary>
    private static Task<FaultServer> RegistryAsync(string location)
        => FaultServer.StartAsync(async (http, _) =>
        {
            if (http.Request.Headers.Authorization.Count == 0)
            {
                http.Response.StatusCode = 401;
                http.Response.Headers.WWWAuthenticate = "Basic realm=\"r\"";
            }
            else if (http.Request.Path.StartsWithSegments("/v2"))
            {
                http.Response.StatusCode = 302;
                http.Response.Headers.Location = location;
            }
            else
            {
                await http.Response.Body.WriteAsync(Blob);
            }
        });

    private static async Task<RegistryOutcome<Descriptor>> PullAsync(ImageReference where)
    {
        using var client = Client();
        return await client.PullBlobAsync(where, Descriptor.Of("x", Blob), Stream.Null, null, CancellationToken.None);
    }

    private static RegistryClient Client() => new(new RegistryClientOptions { Credentials = new Me(), RetryDelay = TimeSpan.FromMilliseconds(1) });

    private sealed class Me : ICredentialProvider
    {
        public ValueTask<CredentialAnswer> GetAsync(string host, CancellationToken cancellationToken) => new(new CredentialAnswer(new RegistryCredential("me", "secret")));
    }
}
