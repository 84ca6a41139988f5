using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Sluice.Metrics.Prometheus;
using Sluice.Model.Values;
using Sluice.Rollouts.Ports;

namespace Sluice.Metrics.Tests.Prometheus;

public sealed class PrometheusServerTests
{
    private static readonly MetricsQuestion s_question = new("shop", ["web-1", "web-2"], ["http_requests_total"]);

    [Fact]
    public void Selector_OfAQuestion_AsksForRawSamplesOfExactlyThesePods() => Assert.Equal(
        """{__name__=~"http_requests_total|http_requests_total_bucket|http_requests_total_count",namespace="shop",pod=~"a\\.b|web-1"}[60s]""",
        PrometheusServer.Selector(s_question with { Pods = ["web-1", "a.b"] }));

    [Fact]
    public async Task ReadAsync_Matrix_GivesSamplesAndNativeHistogramsWithTheirTimes()
    {
        await using var server = await FakePrometheus.AnsweringAsync("""
            {"status":"success","data":{"resultType":"matrix","result":[
              {"metric":{"__name__":"http_requests_total","pod":"web-1","code":"200"},"values":[[1700000000.123,"5"],[1700000005,"NaN"]]},
              {"metric":{"__name__":"d","pod":"web-2"},"histograms":[[1700000000,{"count":"3","sum":"1.5","buckets":[[0,"0.5","1","3"]]}]]}]},
             "infos":["PromQL info: metric might not be a counter"]}
            """);
        using var source = Source(server.Address);

        var reading = (await source.ReadAsync(s_question, default)).Reading!;

        Assert.Equal("web-1", reading.Series[0].Pod);
        Assert.Equal("200", reading.Series[0].Labels["code"]);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1700000000123), reading.Series[0].Samples[0].Time);
        Assert.Equal([5, double.NaN], reading.Series[0].Samples.Select(sample => sample.Value));
        Assert.Equal(3, Assert.Single(reading.Series[1].Histograms[0].Buckets).Count);
        Assert.False(reading.IsPartial);
        Assert.Single(reading.Warnings);
    }

    [Theory]
    [InlineData("""{"status":"success","data":{"resultType":"matrix","result":[]},"warnings":["store 2: gone"]}""")]
    [InlineData("""{"status":"success","isPartial":true,"data":{"resultType":"matrix","result":[]}}""")]
    public async Task ReadAsync_PartOfTheServerIsGone_SaysSo(string json)
    {
        await using var server = await FakePrometheus.AnsweringAsync(json);
        using var source = Source(server.Address);

        Assert.True((await source.ReadAsync(s_question, default)).Reading!.IsPartial);
        Assert.NotNull((await source.AskAsync("up", default)).Problem);
    }

    [Fact]
    public async Task ReadAsync_PastMoment_AsksForThatMoment()
    {
        var time = "";
        await using var server = await FakePrometheus.StartAsync(http =>
        {
            time = http.Request.Query["time"]!;
            return FakePrometheus.WriteAsync(http, FakePrometheus.Empty);
        });
        using var source = Source(server.Address);

        await source.ReadAsync(s_question with { At = DateTimeOffset.FromUnixTimeMilliseconds(1700000000500) }, default);

        Assert.Equal("1700000000.5", time);
    }

    [Fact]
    public async Task ReadAsync_ManyPods_TravelsAsAForm()
    {
        var (method, query) = ("", "");
        await using var server = await FakePrometheus.StartAsync(async http =>
        {
            (method, query) = (http.Request.Method, await FakePrometheus.QueryOfAsync(http));
            await FakePrometheus.WriteAsync(http, FakePrometheus.Empty);
        });
        using var source = Source(server.Address);
        var question = s_question with { Pods = [.. Enumerable.Range(0, 200).Select(pod => $"web-{pod}")] };

        Assert.NotNull((await source.ReadAsync(question, default)).Reading);
        Assert.Equal(("POST", PrometheusServer.Selector(question)), (method, query));
    }

    [Theory]
    [InlineData("""{"resultType":"scalar","result":[1700000000,"0.5"]}""", new[] { 0.5 })]
    [InlineData("""{"resultType":"vector","result":[]}""", new double[0])]
    [InlineData("""{"resultType":"vector","result":[{"metric":{},"value":[1,"NaN"]},{"metric":{"a":"b"},"value":[1,"+Inf"]}]}""", new[] { double.NaN, double.PositiveInfinity })]
    public async Task AskAsync_ScalarOrVector_GivesEveryValue(string data, double[] values)
    {
        await using var server = await FakePrometheus.AnsweringAsync($$"""{"status":"success","data":{{data}}}""");
        using var source = Source(server.Address);

        var answer = await source.AskAsync("up", default);

        Assert.Null(answer.Problem);
        Assert.Equal(values, answer.Values);
    }

    [Fact]
    public async Task ReadAsync_UserAndPassword_AreSentAndNeverShown()
    {
        var header = "";
        await using var server = await FakePrometheus.StartAsync(http =>
        {
            header = http.Request.Headers.Authorization!;
            return FakePrometheus.WriteAsync(http, "no", 401);
        });
        using var source = new PrometheusServer(Options(server.Address) with { Username = "me", Password = new Secret("hush-hush") }, TimeProvider.System);

        var problem = (await source.ReadAsync(s_question, default)).Problem!;

        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("me:hush-hush")), header);
        Assert.True(problem.IsInput);
        Assert.DoesNotContain("hush-hush", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_CredentialInTheAddress_IsSentAndNeverShown()
    {
        var header = "";
        await using var server = await FakePrometheus.StartAsync(http =>
        {
            header = http.Request.Headers.Authorization!;
            return FakePrometheus.WriteAsync(http, "no", 404);
        });
        using var source = Source(new UriBuilder(server.Address) { UserName = "me", Password = "hush%20hush" }.Uri);

        var problem = (await source.ReadAsync(s_question, default)).Problem!;

        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("me:hush hush")), header);
        Assert.DoesNotContain("hush", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_Token_IsSent()
    {
        var header = "";
        await using var server = await FakePrometheus.StartAsync(http =>
        {
            header = http.Request.Headers.Authorization!;
            return FakePrometheus.WriteAsync(http, FakePrometheus.Empty);
        });
        using var source = new PrometheusServer(Options(server.Address) with { Token = new Secret("t-1") }, TimeProvider.System);

        await source.ReadAsync(s_question, default);

        Assert.Equal("Bearer t-1", header);
    }

    [Theory]
    [InlineData(503, """{"status":"error","errorType":"timeout","error":"query timed out"}""")]
    [InlineData(429, "slow down")]
    [InlineData(500, "")]
    public async Task ReadAsync_FailureThatPasses_IsTriedAgain(int status, string body)
    {
        var requests = 0;
        await using var server = await FakePrometheus.StartAsync(http =>
        {
            http.Response.Headers.RetryAfter = "0";
            return ++requests < 3 ? FakePrometheus.WriteAsync(http, body, status) : FakePrometheus.WriteAsync(http, FakePrometheus.Empty);
        });
        using var source = Source(server.Address);

        Assert.NotNull((await source.ReadAsync(s_question, default)).Reading);
        Assert.Equal(3, requests);
    }

    [Theory]
    [InlineData(422, """{"status":"error","errorType":"execution","error":"expanding series: too many"}""", "execution: expanding series: too many", true)]
    [InlineData(400, """{"status":"error","errorType":"bad_data","error":"parse error"}""", "bad_data: parse error", true)]
    [InlineData(200, "<html>log in</html>", "a login page", false)]
    [InlineData(200, """{"status":"success","data":{"resultType":"vector","result":[]}}""", "another kind", false)]
    public async Task ReadAsync_FailureThatStays_IsToldAtOnce(int status, string body, string said, bool isInput)
    {
        var requests = 0;
        await using var server = await FakePrometheus.StartAsync(http =>
        {
            requests++;
            return FakePrometheus.WriteAsync(http, body, status);
        });
        using var source = Source(server.Address);

        var problem = (await source.ReadAsync(s_question, default)).Problem!;

        Assert.Contains(said, problem.What, StringComparison.Ordinal);
        Assert.Equal((1, isInput), (requests, problem.IsInput));
    }

    [Fact]
    public async Task ReadAsync_ServerAsksForALongWait_IsNotWaitedFor()
    {
        var requests = 0;
        await using var server = await FakePrometheus.StartAsync(http =>
        {
            requests++;
            http.Response.Headers.RetryAfter = "3600";
            return FakePrometheus.WriteAsync(http, "", 503);
        });
        using var source = Source(server.Address);

        Assert.NotNull((await source.ReadAsync(s_question, default)).Problem);
        Assert.Equal(1, requests);
    }

    [Fact]
    public async Task ReadAsync_SilentServer_EndsAfterItsTime()
    {
        await using var server = await FakePrometheus.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        using var source = new PrometheusServer(Options(server.Address) with { Timeout = TimeSpan.FromMilliseconds(200), Retries = 0 }, TimeProvider.System);

        Assert.Contains("did not answer within 0.2 s", (await source.ReadAsync(s_question, default)).Problem!.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_NobodyThere_SaysWhoIsMissing()
    {
        var server = await FakePrometheus.AnsweringAsync("");
        var address = server.Address;
        await server.DisposeAsync();
        using var source = Source(address);

        Assert.Contains("cannot be reached", (await source.ReadAsync(s_question, default)).Problem!.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_RedirectOnTheSameHost_IsFollowedWithCredential()
    {
        var header = "";
        await using var server = await FakePrometheus.StartAsync(http =>
        {
            if (!http.Request.Path.StartsWithSegments("/prometheus"))
            {
                http.Response.Redirect($"/prometheus{http.Request.Path}");
                return Task.CompletedTask;
            }

            header = http.Request.Headers.Authorization + " " + http.Request.Query["query"];
            return FakePrometheus.WriteAsync(http, FakePrometheus.Empty);
        });
        using var source = new PrometheusServer(Options(server.Address) with { Token = new Secret("t-1") }, TimeProvider.System);

        Assert.NotNull((await source.ReadAsync(s_question, default)).Reading);
        Assert.Equal("Bearer t-1 " + PrometheusServer.Selector(s_question), header);
    }

    [Fact]
    public async Task ReadAsync_RedirectToAnotherHost_IsNotFollowed()
    {
        var requests = 0;
        await using var other = await FakePrometheus.StartAsync(http =>
        {
            requests++;
            return FakePrometheus.WriteAsync(http, FakePrometheus.Empty);
        });
        await using var server = await FakePrometheus.StartAsync(http =>
        {
            http.Response.Redirect(new Uri(other.Address, "/login?ticket=secret").ToString());
            return Task.CompletedTask;
        });
        using var source = Source(server.Address);

        var problem = (await source.ReadAsync(s_question, default)).Problem!;

        Assert.Contains("sends elsewhere", problem.What, StringComparison.Ordinal);
        Assert.DoesNotContain("ticket", problem.What, StringComparison.Ordinal);
        Assert.Equal(0, requests);
    }

    [Fact]
    public async Task ReadAsync_OwnAuthority_IsTrustedOnlyWhereItIsNamed()
    {
        using var certificate = Certificate();
        await using var server = await FakePrometheus.StartAsync(http => FakePrometheus.WriteAsync(http, FakePrometheus.Empty), certificate);
        using var stranger = Source(server.Address);
        using var named = new PrometheusServer(Options(server.Address) with { Authorities = [X509CertificateLoader.LoadCertificate(certificate.RawData)] }, TimeProvider.System);
        using var insecure = new PrometheusServer(Options(server.Address) with { IsInsecure = true }, TimeProvider.System);

        var refused = (await stranger.ReadAsync(s_question, default)).Problem!;

        Assert.Contains("certificate", refused.What, StringComparison.Ordinal);
        Assert.True(refused.IsInput);
        Assert.NotNull((await named.ReadAsync(s_question, default)).Reading);
        Assert.NotNull((await insecure.ReadAsync(s_question, default)).Reading);
    }

    [Fact]
    public async Task ReadAsync_ServerThatAsksForACertificate_GetsIt()
    {
        var shown = "";
        using var certificate = Certificate();
        await using var server = await FakePrometheus.StartAsync(
            http =>
            {
                shown = http.Connection.ClientCertificate?.Thumbprint ?? "";
                return FakePrometheus.WriteAsync(http, FakePrometheus.Empty);
            },
            certificate,
            asksForCertificate: true);
        using var own = Certificate();
        using var source = new PrometheusServer(Options(server.Address) with { IsInsecure = true, ClientCertificate = own }, TimeProvider.System);

        Assert.NotNull((await source.ReadAsync(s_question, default)).Reading);
        Assert.Equal(own.Thumbprint, shown);
    }

    private static PrometheusOptions Options(Uri address) => new(address) { RetryDelay = TimeSpan.FromMilliseconds(1) };

    private static PrometheusServer Source(Uri address) => new(Options(address), TimeProvider.System);

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=loopback", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}
