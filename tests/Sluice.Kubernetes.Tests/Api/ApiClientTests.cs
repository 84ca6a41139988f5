using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Tests.Fakes;

namespace Sluice.Kubernetes.Tests.Api;

public class ApiClientTests
{
    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(0)]
    public async Task Get_TwoFaultsThenWell_IsRepeatedUntilItSucceeds(int fault)
    {
        int calls = 0;
        await using TestServer server = await TestServer.StartAsync(context => Interlocked.Increment(ref calls) <= 2 ? FailAsync(context, fault) : context.Response.WriteAsync("""{"kind":"Pod"}"""));
        using ApiClient client = server.Client();

        ApiResult<JsonObject> result = await client.GetAsync("/api/v1/pods", default);

        Assert.True(result.Succeeded(out JsonObject? json, out _));
        Assert.Equal("Pod", json["kind"]!.GetValue<string>());
        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task Get_FaultStays_GivesTheLastErrorAfterAllAttempts()
    {
        int calls = 0;
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            Interlocked.Increment(ref calls);
            return FailAsync(context, 503);
        });
        using ApiClient client = server.Client();

        ApiResult<JsonObject> result = await client.GetAsync("/x", default);

        Assert.False(result.Succeeded(out _, out ApiError? error));
        Assert.Equal(503, error.Status);
        Assert.Equal(5, calls);
    }

    [Fact]
    public async Task Get_ManyAtOnce_SomeWaitTheirTurnAndTheUrgentOneDoesNot()
    {
        var full = new TaskCompletionSource();
        var open = new TaskCompletionSource();
        int held = 0;
        await using TestServer server = await TestServer.StartAsync(async context =>
        {
            if (context.Request.Path == "/many")
            {
                if (Interlocked.Increment(ref held) == 3)
                {
                    full.SetResult();
                }

                await open.Task;
            }

            await context.Response.WriteAsync("{}");
        });
        using ApiClient client = server.Client(new ApiClientOptions { AtOnce = 3 });

        Task<ApiResult<JsonObject>>[] many = [.. Enumerable.Range(0, 10).Select(_ => client.GetAsync("/many", default))];
        await full.Task;
        ApiResult<JsonObject> urgent = await client.Urgent().GetAsync("/lease", default);

        Assert.Null(urgent.Error);
        Assert.Equal(3, Volatile.Read(ref held));
        open.SetResult();
        Assert.All(await Task.WhenAll(many), one => Assert.Null(one.Error));
        Assert.Equal(10, held);
    }

    [Fact]
    public async Task GetText_AnswersThatDoNotCome_HoldUpNoOther()
    {
        var open = new TaskCompletionSource();
        await using TestServer server = await TestServer.StartAsync(async context =>
        {
            if (context.Request.Path == "/metrics")
            {
                await open.Task;
            }

            await context.Response.WriteAsync("{}");
        });
        using ApiClient client = server.Client(new ApiClientOptions { AtOnce = 1 });

        Task<ApiResult<string>>[] texts = [.. Enumerable.Range(0, 5).Select(_ => client.GetTextAsync("/metrics", default))];
        ApiResult<JsonObject> other = await client.GetAsync("/x", default);

        Assert.Null(other.Error);
        open.SetResult();
        await Task.WhenAll(texts);
    }

    [Theory]
    [InlineData(500, 1)]
    [InlineData(0, 1)]
    [InlineData(429, 2)]
    public async Task Create_Fault_IsRepeatedOnlyWhenTheServerDidNotLookAtIt(int fault, int expectedCalls)
    {
        int calls = 0;
        await using TestServer server = await TestServer.StartAsync(context => Interlocked.Increment(ref calls) == 1 ? FailAsync(context, fault) : context.Response.WriteAsync("{}"));
        using ApiClient client = server.Client();

        await client.CreateAsync("/api/v1/namespaces/x/configmaps", new JsonObject { ["kind"] = "ConfigMap" }, default);

        Assert.Equal(expectedCalls, calls);
    }

    [Theory]
    [InlineData("deployments", " (p25/web; apps/v1, Kind=Deployment): .spec.replica: field not declared in schema", "spec.replica: field not declared in schema")]
    [InlineData("deployments", ": errors:\\n  .spec.a: field not declared in schema\\n  .spec.b: expected numeric (int or float), got string", "spec.a: field not declared in schema|spec.b: expected numeric (int or float), got string")]
    [InlineData("secrets", ": .stringData.password: expected string, got &value.valueUnstructured{Value:424242}", "stringData.password: expected string")]
    public async Task Apply_ServerTakesItsSchemaForItsOwnFailure_IsARefusalSentOnce(string plural, string message, string causes)
    {
        int calls = 0;
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            Interlocked.Increment(ref calls);
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync($$"""{"kind":"Status","code":500,"message":"failed to create typed patch object{{message}}"}""");
        });
        using ApiClient client = server.Client();

        ApiResult<JsonObject> result = await client.ApplyAsync($"/api/v1/namespaces/p25/{plural}/x", [], "sluice", dryRun: true, default);

        Assert.False(result.Succeeded(out _, out ApiError? error));
        Assert.Equal((422, 1), (error.Status, calls));
        Assert.Equal(causes.Split('|'), error.Causes.Select(c => $"{c.Field}: {c.Message}"));
        Assert.DoesNotContain("424242", error.ToString(), StringComparison.Ordinal);
        Assert.True(Problems.Of(error, "").IsInput);
    }

    [Fact]
    public async Task Get_RetryAfter_IsWaitedForWithinOurLimit()
    {
        int calls = 0;
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "30";
            return Interlocked.Increment(ref calls) == 1 ? FailAsync(context, 429) : context.Response.WriteAsync("{}");
        });
        var time = new ManualClock();
        using var client = new ApiClient(
            new k8s.Kubernetes(new k8s.KubernetesClientConfiguration { Host = server.Url }),
            new ApiClientOptions { MaxRetryDelay = TimeSpan.FromSeconds(8), AttemptTimeout = TimeSpan.FromHours(1) },
            time);

        Task<ApiResult<JsonObject>> asked = client.GetAsync("/x", default);
        await Until(() => Volatile.Read(ref calls) == 1);
        for (int i = 0; i < 7; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(asked.IsCompleted);
        await Until(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return asked.IsCompleted;
        });
        Assert.True((await asked).Succeeded(out _, out _));
    }

    [Fact]
    public async Task Get_NoAnswer_EndsAtItsTimeLimit()
    {
        await using TestServer server = await TestServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using ApiClient client = server.Client(new ApiClientOptions { AttemptTimeout = TimeSpan.FromMilliseconds(50), Retries = 1, RetryDelay = TimeSpan.FromMilliseconds(1) });

        ApiResult<JsonObject> result = await client.GetAsync("/x", default);

        Assert.False(result.Succeeded(out _, out ApiError? error));
        Assert.Equal(ApiErrorKind.Timeout, error.Kind);
    }

    [Fact]
    public async Task Get_Cancelled_Throws()
    {
        await using TestServer server = await TestServer.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using ApiClient client = server.Client();
        using var cancel = new CancellationTokenSource();

        Task<ApiResult<JsonObject>> asked = client.GetAsync("/x", cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task Get_Refused_CarriesReasonAndCauses()
    {
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            context.Response.StatusCode = 422;
            return context.Response.WriteAsync("""{"reason":"Invalid","message":"bad","details":{"causes":[{"field":"spec.replicas","reason":"FieldValueInvalid","message":"must be >= 0"}]}}""");
        });
        using ApiClient client = server.Client();

        ApiResult<JsonObject> result = await client.GetAsync("/x?y=1", default);

        Assert.False(result.Succeeded(out _, out ApiError? error));
        Assert.Equal(("Invalid", "GET /x"), (error.Reason, error.Request));
        Assert.Equal(new ApiCause("spec.replicas", "FieldValueInvalid", "must be >= 0"), Assert.Single(error.Causes));
    }

    [Fact]
    public async Task Apply_ServerQuotesTheSecret_MessageLeavesItOut()
    {
        await using TestServer server = await TestServer.StartAsync(context =>
        {
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync("""{"message":"illegal base64 data at input byte 3, error found in #10 byte of ...|hunter2|..., bigger context ...|hunter2 again"}""");
        });
        using ApiClient client = server.Client();

        ApiResult<JsonObject> result = await client.ApplyAsync("/api/v1/namespaces/x/secrets/s", new JsonObject(), "sluice", dryRun: true, default);

        Assert.DoesNotContain("hunter2", result.Error!.ToString(), StringComparison.Ordinal);
        Assert.Contains("illegal base64", result.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_HtmlPage_IsAnErrorThatAsksAboutTheAddress()
    {
        await using TestServer server = await TestServer.StartAsync(context => context.Response.WriteAsync("<html>"));
        using ApiClient client = server.Client();

        Assert.Equal(ApiErrorKind.Garbled, (await client.GetAsync("/api", default)).Error!.Kind);
    }

    [Fact]
    public async Task Watch_EventsThenClose_YieldsThemAndEndsWell()
    {
        const string Lines = """
            {"type":"ADDED","object":{"metadata":{"name":"a","resourceVersion":"5"}}}
            {"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"7"}}}
            {"type":"DELETED","object":{"metadata":{"name":"a","resourceVersion":"8"}}}

            """;
        await using TestServer server = await TestServer.StartAsync(context => context.Response.WriteAsync(Lines));
        using ApiClient client = server.Client();

        List<WatchItem> items = await Collect(client.WatchAsync("/pods", "1", default));

        Assert.Equal(["Changed", "Bookmark", "Deleted", "Ended"], items.Select(i => i.GetType().Name));
        Assert.Null(((WatchItem.Ended)items[^1]).Error);
    }

    [Theory]
    [InlineData("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old"}}""", true)]
    [InlineData("""{"type":"ADD""", false)]
    [InlineData("garbage", false)]
    public async Task Watch_BadLine_EndsWithAnError(string line, bool gone)
    {
        await using TestServer server = await TestServer.StartAsync(context => context.Response.WriteAsync(line + "\n"));
        using ApiClient client = server.Client();

        var ended = Assert.IsType<WatchItem.Ended>(Assert.Single(await Collect(client.WatchAsync("/pods", "1", default))));

        Assert.Equal(gone, ended.Error!.IsGone);
    }

    [Fact]
    public async Task Watch_ConnectionBreaks_EndsWithAConnectionError()
    {
        await using TestServer server = await TestServer.StartAsync(async context =>
        {
            await context.Response.WriteAsync("""{"type":"ADDED","object":{"metadata":{"name":"a"}}}""" + "\n");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using ApiClient client = server.Client();

        List<WatchItem> items = await Collect(client.WatchAsync("/pods", "1", default));

        Assert.Equal(ApiErrorKind.Connection, Assert.IsType<WatchItem.Ended>(items[^1]).Error!.Kind);
    }

    internal static async Task Until(Func<bool> condition)
    {
        for (int i = 0; i < 6000 && !condition(); i++)
        {
            await Task.Delay(5);
        }

        Assert.True(condition());
    }

    private static async Task<List<WatchItem>> Collect(IAsyncEnumerable<WatchItem> items)
    {
        var list = new List<WatchItem>();
        await foreach (WatchItem item in items)
        {
            list.Add(item);
        }

        return list;
    }

    private static Task FailAsync(HttpContext context, int status)
    {
        if (status == 0)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.StatusCode = status;
        return context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $$"""{"kind":"Status","code":{{status}},"message":"try later"}"""));
    }
}
