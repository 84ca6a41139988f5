using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace Sluice.Load.Tests;

public sealed class HttpLoadClientTests
{
    [Fact]
    public async Task Send_NewAndKept_UseConnectionsAsTheyAreCalled()
    {
        var connections = new ConcurrentDictionary<string, int>();
        await using var server = await WebStub.StartAsync(context =>
        {
            connections.AddOrUpdate(context.Connection.Id, 1, (_, count) => count + 1);
            context.Response.Headers["X-Revision"] = "abc";
            return context.Response.WriteAsync("hello");
        });
        using var client = Client(server.Url, users: 2);

        for (var round = 0; round < 6; round++)
        {
            Assert.Equal(new LoadAnswer(null, "abc"), await client.SendAsync(Kept, CancellationToken.None));
        }

        Assert.Equal([3, 3], connections.Values);
        for (var round = 0; round < 4; round++)
        {
            await client.SendAsync(New, CancellationToken.None);
        }

        Assert.Equal([1, 1, 1, 1, 3, 3], connections.Values.Order());
    }

    [Theory]
    [InlineData(500, "HTTP 500")]
    [InlineData(503, "HTTP 503")]
    [InlineData(404, "HTTP 404")]
    [InlineData(302, null)]
    [InlineData(204, null)]
    public async Task Send_Status_IsAFailureFrom400On(int status, string? failure)
    {
        await using var server = await WebStub.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        using var client = Client(server.Url);

        Assert.Equal(failure, (await client.SendAsync(New, CancellationToken.None)).Failure?.ToString());
    }

    [Fact]
    public async Task Send_NobodyListens_IsRefused()
    {
        using var holder = new Socket(SocketType.Stream, ProtocolType.Tcp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0)); // bound and not listening: no other test gets the port
        using var client = Client(new Uri($"http://127.0.0.1:{((IPEndPoint)holder.LocalEndPoint!).Port}/"));

        Assert.Equal("refused", await FailureAsync(client, New));
    }

    [Fact]
    public async Task Send_NoAnswer_IsATimeout()
    {
        await using var server = await WebStub.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var client = new HttpLoadClient(new LoadPlan(server.Url, 1, TimeSpan.FromSeconds(1)) { Patience = TimeSpan.FromMilliseconds(100) }, TimeProvider.System);

        Assert.Equal("timeout", await FailureAsync(client, New));
    }

    public static TheoryData<string, string, string> IllAnswers => new()
    {
        { "", nameof(ConnectionEnd.Closed), "closed" },
        { "", nameof(ConnectionEnd.Reset), "reset" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", nameof(ConnectionEnd.Closed), "closed" },
        { "rubbish rubbish\r\n\r\n", nameof(ConnectionEnd.Closed), "protocol" },
    };

    [Theory]
    [MemberData(nameof(IllAnswers))]
    public async Task Send_IllAnswer_IsNamed(string answer, string end, string failure)
    {
        using var server = new RawServer(new Deed(answer, Enum.Parse<ConnectionEnd>(end)));
        using var client = Client(server.Url);

        Assert.Equal(failure, await FailureAsync(client, New));
    }

    /// <summary>The client sends it again by itself and gets its answer; the user of another client would not.</summary>
    [Theory]
    [InlineData(nameof(ConnectionEnd.Closed), "closed")]
    [InlineData(nameof(ConnectionEnd.Reset), "reset")]
    public async Task Send_KeptConnectionIsClosedBeneathTheRequest_IsAFailureThoughTheSecondTryIsAnswered(string end, string failure)
    {
        using var server = new RawServer(Deed.Good, new Deed("", Enum.Parse<ConnectionEnd>(end)), Deed.Good);
        using var client = Client(server.Url, users: 1);

        Assert.Null(await FailureAsync(client, Kept));
        Assert.Equal(failure, await FailureAsync(client, Kept));
        Assert.Null(await FailureAsync(client, Kept));
    }

    [Fact]
    public async Task Send_ServerClosesAfterItsAnswer_LosesNothing()
    {
        using var server = new RawServer(Deed.Good with { Answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok", End = ConnectionEnd.Closed });
        using var client = Client(server.Url, users: 1);

        for (var round = 0; round < 20; round++)
        {
            Assert.Null(await FailureAsync(client, Kept));
        }
    }

    [Fact]
    public async Task Generator_ServerFailsEveryTenth_CountsThemAll()
    {
        var asked = 0;
        await using var server = await WebStub.StartAsync(context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref asked) % 10 == 0 ? 500 : 200;
            context.Response.Headers["X-Revision"] = "r";
            return Task.CompletedTask;
        });
        await using var load = RunningLoad.Start(new LoadPlan(server.Url, 1000, TimeSpan.FromMilliseconds(300)), TimeProvider.System);

        var report = await load.WholeAsync();

        Assert.Equal((300, 30), (report.Sent, report.Failed));
        Assert.Equal((150, 150), (report[ConnectionUse.New]!.Sent, report[ConnectionUse.KeptAlive]!.Sent));
        Assert.Equal([("r", 300L, 30L)], report.Revisions.Select(revision => (revision.Revision, revision.Answers, revision.Failed)));
    }

    private static Arrival New => new(0, TimeSpan.Zero, ConnectionUse.New);

    private static Arrival Kept => new(0, TimeSpan.Zero, ConnectionUse.KeptAlive);

    private static HttpLoadClient Client(Uri url, int users = 4) => new(new LoadPlan(url, 1, TimeSpan.FromSeconds(1)) { Users = users, Patience = TimeSpan.FromSeconds(30) }, TimeProvider.System);

    private static async Task<string?> FailureAsync(HttpLoadClient client, Arrival arrival) => (await client.SendAsync(arrival, CancellationToken.None)).Failure?.ToString();
}
