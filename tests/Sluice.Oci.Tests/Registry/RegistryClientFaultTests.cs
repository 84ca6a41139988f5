using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Oci.Registry;

namespace Sluice.Oci.Tests.Registry;

public class RegistryClientFaultTests
{
    private static readonly RegistryClientOptions Quick = new() { RetryDelay = TimeSpan.FromMilliseconds(1), ChunkSize = 100_000 };

    [Fact]
    public async Task Ping_BasicChallenge_AnsweredWithTheCredential()
    {
        await using var server = await FaultServer.StartAsync((http, _) =>
        {
            var right = http.Request.Headers.Authorization == "Basic " + Convert.ToBase64String("me:secret"u8);
            http.Response.StatusCode = right ? 200 : 401;
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"r\"";
            return Task.CompletedTask;
        });

        using var known = new RegistryClient(Quick with { Credentials = new One("me", "secret") });
        using var unknown = new RegistryClient(Quick);
        Assert.True((await known.PingAsync(server.Repository, CancellationToken.None)).IsSuccess);
        Assert.True((await known.PingAsync(server.Repository, CancellationToken.None)).IsSuccess);
        var refused = await unknown.PingAsync(server.Repository, CancellationToken.None);

        Assert.Equal(4, server.Requests.Count);
        Assert.Equal(RegistryErrorKind.Unauthorized, refused.Error!.Kind);
        Assert.Contains($"docker login {server.Host}", refused.Error.Message);
    }

    [Fact]
    public async Task GetManifest_BearerChallenge_FetchesOneTokenForTheScope()
    {
        var manifest = new ImageManifest { Config = ArtifactManifest.EmptyConfig.Descriptor }.ToDocument();
        await using var server = await FaultServer.StartAsync(async (http, server) =>
        {
            if (http.Request.Path == "/token")
            {
                Assert.Equal("repository:app:pull", http.Request.Query["scope"]);
                Assert.Equal("svc", http.Request.Query["service"]);
                await http.Response.WriteAsync("""{"token":"T","expires_in":300}""");
            }
            else if (http.Request.Headers.Authorization == "Bearer T")
            {
                http.Response.ContentType = manifest.MediaType;
                await http.Response.Body.WriteAsync(manifest.Bytes);
            }
            else
            {
                http.Response.StatusCode = 401;
                http.Response.Headers.WWWAuthenticate = $"Bearer realm=\"http://{server.Host}/token\",service=\"svc\",scope=\"repository:app:pull\"";
            }
        });
        using var client = new RegistryClient(Quick);

        Assert.Equal(manifest.Digest, (await client.GetManifestAsync(server.Repository, CancellationToken.None)).Value!.Digest);
        Assert.True((await client.GetManifestAsync(server.Repository, CancellationToken.None)).IsSuccess);
        Assert.Single(server.Requests, request => request == "GET /token");
    }

    [Fact]
    public async Task Ping_RateLimitedTwice_WaitsAsToldAndSucceeds()
    {
        await using var server = await FaultServer.StartAsync((http, server) =>
        {
            http.Response.StatusCode = server.Requests.Count <= 2 ? 429 : 200;
            http.Response.Headers.RetryAfter = "0";
            return Task.CompletedTask;
        });
        using var client = new RegistryClient(Quick with { RetryDelay = TimeSpan.FromHours(1) });

        Assert.True((await client.PingAsync(server.Repository, CancellationToken.None)).IsSuccess);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Ping_RateLimitedForAnHour_ReportedAtOnceWithTheWait()
    {
        await using var server = await FaultServer.StartAsync((http, _) =>
        {
            http.Response.StatusCode = 429;
            http.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        });
        using var client = new RegistryClient(Quick);

        var outcome = await client.PingAsync(server.Repository, CancellationToken.None);

        Assert.Equal(RegistryErrorKind.RateLimited, outcome.Error!.Kind);
        Assert.Contains("3600 s", outcome.Error.Message);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(500, RegistryErrorKind.ServerError, 5)]
    [InlineData(507, RegistryErrorKind.Quota, 1)]
    [InlineData(403, RegistryErrorKind.Forbidden, 1)]
    [InlineData(400, RegistryErrorKind.Rejected, 1)]
    public async Task Ping_Refused_KindAndNumberOfTries(int status, RegistryErrorKind kind, int tries)
    {
        await using var server = await FaultServer.StartAsync((http, _) =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync("""{"errors":[{"code":"DENIED","message":"the reason"}]}""");
        });
        using var client = new RegistryClient(Quick);

        var outcome = await client.PingAsync(server.Repository, CancellationToken.None);

        Assert.Equal(kind, outcome.Error!.Kind);
        Assert.Equal(tries, server.Requests.Count);
        Assert.Contains("the reason", outcome.Error.Message);
    }

    [Fact]
    public async Task Ping_NobodyListens_IsUnreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var host = listener.LocalEndpoint.ToString()!;
        listener.Stop();
        using var client = new RegistryClient(Quick with { Retries = 1 });

        var outcome = await client.PingAsync(new ImageReference(host, "app"), CancellationToken.None);

        Assert.Equal(RegistryErrorKind.Unreachable, outcome.Error!.Kind);
        Assert.Contains(host, outcome.Error.Message);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(0)]
    public async Task PushBlob_ThirdChunkFails_GoesOnFromWhatTheRegistryHas(int status)
    {
        var blob = new byte[450_000];
        new Random(1).NextBytes(blob);
        using var received = new MemoryStream();
        var chunks = 0;
        await using var server = await FaultServer.StartAsync(async (http, _) =>
        {
            http.Response.Headers.Location = "/v2/app/blobs/uploads/1?state=x";
            switch (http.Request.Method)
            {
                case "PATCH":
                    Assert.StartsWith($"{received.Length}-", http.Request.Headers.ContentRange.ToString());
                    if (++chunks == 3)
                    {
                        var part = new byte[30_000];
                        await http.Request.Body.ReadExactlyAsync(part);
                        received.Write(part);
                        if (status == 0)
                        {
                            http.Abort();
                            return;
                        }

                        http.Response.StatusCode = status;
                        return;
                    }

                    await http.Request.Body.CopyToAsync(received);
                    http.Response.StatusCode = 202;
                    break;
                case "GET":
                    http.Response.StatusCode = 204;
                    break;
                case "PUT":
                    http.Response.StatusCode = Digest.Compute(received.ToArray()).ToString() == http.Request.Query["digest"] && http.Request.Query["state"] == "x" ? 201 : 400;
                    return;
                default:
                    http.Response.StatusCode = 202;
                    return;
            }

            http.Response.Headers.Range = $"0-{received.Length - 1}";
        });
        using var client = new RegistryClient(Quick);

        var outcome = await client.PushBlobAsync(server.Repository, Descriptor.Of("x", blob), () => new MemoryStream(blob), null, null, CancellationToken.None);

        Assert.True(outcome.IsSuccess, outcome.Error?.Message);
        Assert.Equal(blob, received.ToArray());
        Assert.Single(server.Requests, request => request.StartsWith("POST", StringComparison.Ordinal));
        Assert.Single(server.Requests, request => request.StartsWith("GET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PullBlob_ConnectionBreaks_ResumedFromTheLastByte()
    {
        var blob = new byte[200_000];
        new Random(2).NextBytes(blob);
        await using var server = await FaultServer.StartAsync(async (http, server) =>
        {
            if (server.Requests.Count == 1)
            {
                http.Response.ContentLength = blob.Length;
                await http.Response.Body.WriteAsync(blob.AsMemory(0, 50_000));
                await http.Response.Body.FlushAsync();
                http.Abort();
                return;
            }

            await http.Response.Body.WriteAsync(blob);
        });
        using var client = new RegistryClient(Quick);
        using var target = new MemoryStream();

        var outcome = await client.PullBlobAsync(server.Repository, Descriptor.Of("x", blob), target, null, CancellationToken.None);

        Assert.True(outcome.IsSuccess, outcome.Error?.Message);
        Assert.Equal(blob, target.ToArray());
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Pull_OtherBytes_AreADigestMismatch()
    {
        await using var server = await FaultServer.StartAsync((http, _) => http.Response.WriteAsync("other"));
        using var client = new RegistryClient(Quick);
        var wanted = Digest.Compute("right"u8);

        var blob = await client.PullBlobAsync(server.Repository, Descriptor.Of("x", "right"u8), Stream.Null, null, CancellationToken.None);
        var manifest = await client.GetManifestAsync(server.Repository.WithDigest(wanted), CancellationToken.None);

        Assert.Equal(RegistryErrorKind.DigestMismatch, blob.Error!.Kind);
        Assert.Equal(RegistryErrorKind.DigestMismatch, manifest.Error!.Kind);
    }

    private sealed class One(string user, string password) : ICredentialProvider
    {
        public ValueTask<CredentialAnswer> GetAsync(string host, CancellationToken cancellationToken) => new(new CredentialAnswer(new RegistryCredential(user, password)));
    }
}
