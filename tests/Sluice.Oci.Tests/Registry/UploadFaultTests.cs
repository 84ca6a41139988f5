using Microsoft.AspNetCore.Http;
using Sluice.Oci.Layout;
using Sluice.Oci.Registry;

namespace Sluice.Oci.Tests.Registry;

public sealed class UploadFaultTests : IAsyncLifetime, IDisposable
{
    private static readonly byte[] Blob = TestImage.Noise(450_000);
    private readonly TemporaryFolder _folder = new();
    private readonly RegistryClient _client = new(new RegistryClientOptions { RetryDelay = TimeSpan.FromMilliseconds(1), ChunkSize = 100_000 });
    private MemoryRegistry _registry = null!;

    public async Task InitializeAsync() => _registry = await MemoryRegistry.StartAsync();

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(405)]
    [InlineData(413)]
    [InlineData(501)]
    public async Task PushBlob_RegistryTakesNoChunks_SentInOnePiece(int status)
    {
        _registry.Fault = http => Refuse(http, http.Request.Method == "PATCH", status);

        var pushed = await PushAsync();

        Assert.True(pushed.IsSuccess, pushed.Error?.Message);
        Assert.True(_registry.Has("app", Digest.Compute(Blob)));
        Assert.Single(_registry.Requests, request => request.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PushBlob_AnswerToTheLastRequestIsLost_FoundThereAndNotSentAgain()
    {
        var puts = 0;
        _registry.Fault = async http =>
        {
            if (http.Request.Method == "PUT" && puts++ == 0)
            {
                _registry.Fault = _ => Task.FromResult(false);
                using var elsewhere = new RegistryClient();
                await elsewhere.PushBlobAsync(_registry.Repository, Descriptor.Of("x", Blob), () => new MemoryStream(Blob), null, null, CancellationToken.None);
                http.Abort();
                return true;
            }

            return false;
        };

        var pushed = await PushAsync();

        Assert.True(pushed.IsSuccess, pushed.Error?.Message);
        Assert.Equal(Blob.Length, pushed.Value.BytesSent);
    }

    [Fact]
    public async Task PushBlob_RegistryForgetsTheUpload_BeginsAnew()
    {
        var patches = 0;
        _registry.Fault = http => Refuse(http, http.Request.Method == "PATCH" && ++patches == 3, 404);

        var pushed = await PushAsync();

        Assert.True(pushed.IsSuccess, pushed.Error?.Message);
        Assert.True(_registry.Has("app", Digest.Compute(Blob)));
        Assert.Equal(2, _registry.Requests.Count(request => request.StartsWith("POST", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task PushBlob_EveryConnectionBreaksButSomeBytesArrive_ComesThrough()
    {
        var broken = 0;
        _registry.Fault = async http =>
        {
            if (http.Request.Method == "PATCH" && broken++ % 2 == 0)
            {
                var part = new byte[20_000];
                await http.Request.Body.ReadExactlyAsync(part);
                using var content = new ByteArrayContent(part);
                content.Headers.TryAddWithoutValidation("Content-Range", http.Request.Headers.ContentRange.ToString().Split('-')[0] + "-");
                using var forward = new HttpClient();
                await forward.PatchAsync(new Uri($"http://{_registry.Host}{http.Request.Path}{http.Request.QueryString}"), content);
                http.Abort();
                return true;
            }

            return false;
        };
        using var client = new RegistryClient(new RegistryClientOptions { RetryDelay = TimeSpan.FromMilliseconds(1), ChunkSize = 100_000, Retries = 1 });

        var pushed = await client.PushBlobAsync(_registry.Repository, Descriptor.Of("x", Blob), () => new MemoryStream(Blob), null, null, CancellationToken.None);

        Assert.True(pushed.IsSuccess, pushed.Error?.Message);
        Assert.True(_registry.Has("app", Digest.Compute(Blob)));
        Assert.True(broken > 4, $"only {broken} chunks");
    }

    [Theory]
    [InlineData(405, "UNSUPPORTED", "The operation is unsupported", RegistryErrorKind.ReadOnly, "read-only mode")]
    [InlineData(403, "DENIED", "The system is in read only mode", RegistryErrorKind.ReadOnly, "read-only mode")]
    [InlineData(403, "DENIED", "no push rights", RegistryErrorKind.Forbidden, "without a login")]
    [InlineData(413, "", "", RegistryErrorKind.Quota, "no room left")]
    [InlineData(403, "DENIED", "storage quota of the project exceeded", RegistryErrorKind.Quota, "no room left")]
    [InlineData(412, "DENIED", "will exceed the configured upper limit of 10 GiB", RegistryErrorKind.Quota, "no room left")]
    [InlineData(507, "", "", RegistryErrorKind.Quota, "no room left")]
    [InlineData(501, "", "", RegistryErrorKind.Rejected, "refused POST")]
    public async Task Push_RegistryRefuses_SaysWhyAndWhatNext(int status, string code, string message, RegistryErrorKind kind, string part)
    {
        _registry.Fault = async http =>
        {
            if (http.Request.Method != "POST")
            {
                return false;
            }

            http.Response.StatusCode = status;
            await http.Response.WriteAsync($$"""{"errors":[{"code":"{{code}}","message":"{{message}}"}]}""");
            return true;
        };
        var layout = OciLayout.Open(_folder.File("layout"));
        var manifest = await TestImage.WriteAsync(layout, 100);

        var pushed = await new ImagePusher(_client).PushAsync(layout, manifest, _registry.Repository, null, CancellationToken.None);

        Assert.Equal(kind, pushed.Error!.Kind);
        Assert.Contains(part, pushed.Error.Message);
        Assert.Contains(message, pushed.Error.Message);
        Assert.Null(_registry.Manifest("app", "v1"));
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("PUT")]
    public async Task Push_RegistryNamesAnotherDigest_IsAMismatch(string method)
    {
        _registry.Fault = http =>
        {
            if (http.Request.Method == method && http.Request.Path.Value!.Contains("/blobs/", StringComparison.Ordinal))
            {
                http.Response.StatusCode = method == "PUT" ? 201 : 200;
                http.Response.Headers["Docker-Content-Digest"] = Digest.OfNothing.ToString();
                return Task.FromResult(true);
            }

            return Task.FromResult(false);
        };
        var layout = OciLayout.Open(_folder.File("layout"));
        var manifest = await TestImage.WriteAsync(layout, 100);

        var pushed = await new ImagePusher(_client).PushAsync(layout, manifest, _registry.Repository, null, CancellationToken.None);

        Assert.Equal(RegistryErrorKind.DigestMismatch, pushed.Error!.Kind);
        Assert.Null(_registry.Manifest("app", "v1"));
    }

    [Fact]
    public async Task PushBlob_MountIsNotAllowed_SentInstead()
    {
        _registry.Fault = http => Refuse(http, http.Request.Query.ContainsKey("mount"), 403);

        var pushed = await _client.PushBlobAsync(_registry.Repository, Descriptor.Of("x", "abc"u8), () => new MemoryStream("abc"u8.ToArray()), "base", null, CancellationToken.None);

        Assert.Equal((3, false), (pushed.Value!.BytesSent, pushed.Value.Mounted));
    }

    [Fact]
    public async Task PushBlob_RegistryAsksToWait_WaitsThatLongAndNoLonger()
    {
        var time = new InstantTime();
        var tries = 0;
        _registry.Fault = http =>
        {
            http.Response.Headers.RetryAfter = "7";
            return Refuse(http, http.Request.Method == "PATCH" && ++tries is 2 or 3, 429);
        };
        using var client = new RegistryClient(new RegistryClientOptions { Time = time, ChunkSize = 100_000, AnswerTimeout = Timeout.InfiniteTimeSpan });

        var pushed = await client.PushBlobAsync(_registry.Repository, Descriptor.Of("x", Blob), () => new MemoryStream(Blob), null, null, CancellationToken.None);

        Assert.True(pushed.IsSuccess, pushed.Error?.Message);
        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7)], time.Waits);
    }

    [Fact]
    public async Task Ping_ServerErrors_WaitsGrowWithJitterBetween()
    {
        var waits = new List<TimeSpan[]>();
        _registry.Fault = http => Refuse(http, true, 502);
        for (var run = 0; run < 2; run++)
        {
            var time = new InstantTime();
            using var client = new RegistryClient(new RegistryClientOptions { Time = time, Retries = 6, RetryDelay = TimeSpan.FromSeconds(1), AnswerTimeout = Timeout.InfiniteTimeSpan });
            Assert.Equal(RegistryErrorKind.ServerError, (await client.PingAsync(_registry.Repository, CancellationToken.None)).Error!.Kind);
            waits.Add([.. time.Waits]);
        }

        Assert.All(waits, run => Assert.Equal(6, run.Length));
        Assert.All(waits, run => Assert.True(run.Sum(wait => wait.TotalSeconds) > 20, string.Join(' ', run)));
        Assert.All(waits.SelectMany(run => run), wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.NotEqual(waits[0], waits[1]);
    }

    [Fact]
    public async Task PushBlob_NothingMoves_IsBrokenAfterTheAnswerTimeout()
    {
        _registry.Fault = async http =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
        using var client = new RegistryClient(new RegistryClientOptions { Retries = 0, AnswerTimeout = TimeSpan.FromMilliseconds(50) });

        var pushed = await client.PushBlobAsync(_registry.Repository, Descriptor.Of("x", Blob), () => new MemoryStream(Blob), null, null, CancellationToken.None);

        Assert.Equal(RegistryErrorKind.Unreachable, pushed.Error!.Kind);
        Assert.Contains("nothing moved", pushed.Error.Message);
    }

    [Fact]
    public async Task Push_Cancelled_ThrowsAndStoresNoManifest()
    {
        using var stop = new CancellationTokenSource();
        _registry.Fault = async http =>
        {
            if (http.Request.Method != "POST")
            {
                return false;
            }

            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
        var layout = OciLayout.Open(_folder.File("layout"));
        var manifest = await TestImage.WriteAsync(layout, 100, 200, 300);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new ImagePusher(_client).PushAsync(layout, manifest, _registry.Repository, null, stop.Token));

        Assert.DoesNotContain(_registry.Requests, request => request.StartsWith("PUT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PushBlob_Progress_RisesToTheEnd()
    {
        var seen = new Recorder();

        await _client.PushBlobAsync(_registry.Repository, Descriptor.Of("x", Blob), () => new MemoryStream(Blob), null, seen, CancellationToken.None);

        Assert.Equal(seen.Bytes.Order(), seen.Bytes);
        Assert.Equal((TransferState.Done, Blob.Length), (seen.Last!.State, seen.Last.Bytes));
        Assert.True(seen.Bytes.Count > 5);
    }

    private static Task<bool> Refuse(HttpContext http, bool refuses, int status)
    {
        http.Response.StatusCode = refuses ? status : 200;
        return Task.FromResult(refuses);
    }

    private Task<RegistryOutcome<BlobUpload>> PushAsync()
        => _client.PushBlobAsync(_registry.Repository, Descriptor.Of("x", Blob), () => new MemoryStream(Blob), null, null, CancellationToken.None);

    private sealed class Recorder : IProgress<TransferProgress>
    {
        public List<long> Bytes { get; } = [];

        public TransferProgress? Last { get; private set; }

        public void Report(TransferProgress value)
        {
            Bytes.Add(value.Bytes);
            Last = value;
        }
    }
}
