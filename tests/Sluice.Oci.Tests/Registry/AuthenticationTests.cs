using System.Globalization;
using Microsoft.AspNetCore.Http;
using Sluice.Oci.Layout;
using Sluice.Oci.Registry;

namespace Sluice.Oci.Tests.Registry;

/// <summary>Logins by token, against a registry that hands out numbered tokens.</summary>
public sealed class AuthenticationTests : IAsyncLifetime, IDisposable
{
    private readonly List<(string Method, string Scope, string Login)> _tokenRequests = [];
    private readonly TemporaryFolder _folder = new();
    private MemoryRegistry _registry = null!;
    private Func<HttpContext, int, bool> _isAllowed = (_, _) => true;
    private Func<HttpContext, Task<bool>> _tokenFault = _ => Task.FromResult(false);

    public async Task InitializeAsync()
    {
        _registry = await MemoryRegistry.StartAsync();
        _registry.Fault = AnswerAsync;
    }

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Push_ManyLayersInParallel_FetchesOneTokenPerSetOfRights()
    {
        var layout = OciLayout.Open(_folder.File("layout"));
        var manifest = await TestImage.WriteAsync(layout, 10, 20, 30, 40, 50, 60);
        using var client = Client(new RegistryCredential("me", "secret"));

        var pushed = await new ImagePusher(client).PushAsync(layout, manifest, _registry.Repository, null, CancellationToken.None);

        Assert.True(pushed.IsSuccess, pushed.Error?.Message);
        Assert.Equal(["repository:app:pull", "repository:app:pull,push"], _tokenRequests.Select(request => request.Scope));
        Assert.All(_tokenRequests, request => Assert.Equal(("GET", "Basic " + Convert.ToBase64String("me:secret"u8)), (request.Method, request.Login)));
    }

    [Fact]
    public async Task PushBlob_TokenEndsInTheMiddle_FetchesAnotherAndGoesOn()
    {
        var blob = TestImage.Noise(450_000);
        var patches = 0;
        _isAllowed = (http, token) => http.Request.Method != "PATCH" || ++patches < 3 || token > 1;
        using var client = Client(new RegistryCredential("me", "secret"));

        var pushed = await client.PushBlobAsync(_registry.Repository, Descriptor.Of("x", blob), () => new MemoryStream(blob), null, null, CancellationToken.None);

        Assert.True(pushed.IsSuccess, pushed.Error?.Message);
        Assert.True(_registry.Has("app", Digest.Compute(blob)));
        Assert.Equal(2, _tokenRequests.Count);
        Assert.Equal(["POST", "GET", "POST", "PATCH", "PATCH", "PATCH", "GET", "PATCH"], _registry.Requests.Take(8).Select(request => request.Split(' ')[0]));
    }

    [Fact]
    public async Task Ping_TokenExpiredByTheClock_FetchesAnotherBeforeItIsRefused()
    {
        var time = new InstantTime();
        using var client = Client(null, time);
        Assert.True((await client.PingAsync(_registry.Repository, CancellationToken.None)).IsSuccess);
        time.Advance(TimeSpan.FromSeconds(200));
        Assert.True((await client.PingAsync(_registry.Repository, CancellationToken.None)).IsSuccess);
        time.Advance(TimeSpan.FromSeconds(95));
        Assert.True((await client.PingAsync(_registry.Repository, CancellationToken.None)).IsSuccess);

        Assert.Equal(["GET /v2/", "GET /token", "GET /v2/", "GET /v2/", "GET /token", "GET /v2/"], _registry.Requests);
    }

    [Fact]
    public async Task Ping_IdentityToken_IsExchangedWithPost()
    {
        using var client = Client(RegistryCredential.OfIdentityToken("refresh"));

        Assert.True((await client.PingAsync(_registry.Repository, CancellationToken.None)).IsSuccess);

        Assert.Equal(("POST", "repository:app:pull", "refresh_token refresh sluice"), Assert.Single(_tokenRequests));
    }

    [Fact]
    public async Task Ping_TokenOfTheTokenService_IsTold()
    {
        var told = new List<string>();
        using var client = new RegistryClient(new RegistryClientOptions { OnSecret = told.Add });

        Assert.True((await client.PingAsync(_registry.Repository, CancellationToken.None)).IsSuccess);

        Assert.Equal(["1"], told);
    }

    [Fact]
    public async Task PushBlob_MountedFromAnother_AsksToReadThatToo()
    {
        using var client = Client(null);

        await client.PushBlobAsync(_registry.Repository, Descriptor.Of("x", "abc"u8), () => new MemoryStream("abc"u8.ToArray()), "base", null, CancellationToken.None);

        Assert.Equal("repository:app:pull,push repository:base:pull", _tokenRequests[0].Scope);
    }

    [Fact]
    public async Task Ping_TokenServiceIsDownForAMoment_IsTriedAgain()
    {
        var asked = 0;
        _tokenFault = http =>
        {
            http.Response.StatusCode = ++asked < 3 ? 503 : 200;
            return Task.FromResult(asked < 3);
        };
        using var client = Client(null);

        Assert.True((await client.PingAsync(_registry.Repository, CancellationToken.None)).IsSuccess);
        Assert.Equal(3, asked);
    }

    [Theory]
    [InlineData(401, RegistryErrorKind.Unauthorized, "refuses the login as \"me\"")]
    [InlineData(404, RegistryErrorKind.InvalidContent, "/token, where it sends logins, answered 404")]
    [InlineData(500, RegistryErrorKind.ServerError, "again and again")]
    public async Task Ping_TokenServiceRefuses_SaysWho(int status, RegistryErrorKind kind, string part)
    {
        _tokenFault = http =>
        {
            http.Response.StatusCode = status;
            return Task.FromResult(true);
        };
        using var client = Client(new RegistryCredential("me", "secret"));

        var refused = await client.PingAsync(_registry.Repository, CancellationToken.None);

        Assert.Equal(kind, refused.Error!.Kind);
        Assert.Contains(part, refused.Error.Message);
        Assert.Contains(_registry.Host, refused.Error.Message);
        Assert.DoesNotContain("secret", refused.Error.ToString());
    }

    [Fact]
    public async Task Ping_TokenIsNotEnough_SaysWhoseLoginIsRefused()
    {
        _isAllowed = (_, _) => false;
        using var client = Client(new RegistryCredential("me", "secret"));

        var refused = await client.PingAsync(_registry.Repository, CancellationToken.None);

        Assert.Equal(RegistryErrorKind.Unauthorized, refused.Error!.Kind);
        Assert.Contains("refuses the login as \"me\" to pull from app", refused.Error.Message);
    }

    [Fact]
    public async Task Ping_RealmIsNotEncrypted_NothingIsSentThere()
    {
        await using var server = await FaultServer.StartAsync((http, _) =>
        {
            http.Response.StatusCode = 401;
            http.Response.Headers.WWWAuthenticate = "Bearer realm=\"http://tokens.example/t\"";
            return Task.CompletedTask;
        });
        using var client = Client(new RegistryCredential("me", "secret"));

        var refused = await client.PingAsync(server.Repository, CancellationToken.None);

        Assert.Equal(RegistryErrorKind.InvalidContent, refused.Error!.Kind);
        Assert.Contains("http://tokens.example/t", refused.Error.Message);
    }

    [Fact]
    public async Task Ping_ProviderHasAProblem_IsToldWithTheRefusal()
    {
        _isAllowed = (_, _) => false;
        using var client = new RegistryClient(new RegistryClientOptions { Credentials = new Fixed(new CredentialAnswer(null, "The helper is broken.")) });

        var refused = await client.PingAsync(_registry.Repository, CancellationToken.None);

        Assert.Contains($"docker login {_registry.Host}, then run again. The helper is broken.", refused.Error!.Message);
    }

    private static RegistryClient Client(RegistryCredential? credential, TimeProvider? time = null)
        => new(new RegistryClientOptions
        {
            RetryDelay = TimeSpan.FromMilliseconds(1),
            ChunkSize = 100_000,
            Credentials = new Fixed(new CredentialAnswer(credential)),
            Time = time ?? TimeProvider.System,
            AnswerTimeout = time is null ? TimeSpan.FromSeconds(60) : Timeout.InfiniteTimeSpan,
        });

    private async Task<bool> AnswerAsync(HttpContext http)
    {
        if (http.Request.Path == "/token")
        {
            if (!await _tokenFault(http))
            {
                await GiveTokenAsync(http);
            }

            return true;
        }

        var authorization = http.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.Ordinal) && _isAllowed(http, int.Parse(authorization[7..], CultureInfo.InvariantCulture)))
        {
            return false;
        }

        http.Response.StatusCode = 401;
        http.Response.Headers.WWWAuthenticate = $"Bearer realm=\"http://{_registry.Host}/token\",service=\"svc\"";
        return true;
    }

    private async Task GiveTokenAsync(HttpContext http)
    {
        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync() : null;
        var scope = string.Join(' ', form?["scope"].ToArray() ?? http.Request.Query["scope"].ToArray());
        var login = form is null ? http.Request.Headers.Authorization.ToString() : $"{form["grant_type"]} {form["refresh_token"]} {form["client_id"]}";
        int number;
        lock (_tokenRequests)
        {
            _tokenRequests.Add((http.Request.Method, scope, login));
            number = _tokenRequests.Count;
        }

        await http.Response.WriteAsync($$"""{"token":"{{number}}","expires_in":300}""");
    }

    private sealed class Fixed(CredentialAnswer answer) : ICredentialProvider
    {
        public ValueTask<CredentialAnswer> GetAsync(string host, CancellationToken cancellationToken) => new(answer);
    }
}
