using Microsoft.AspNetCore.Http;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Connection;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Tests.Connection;

public sealed class ClusterConnectionTests : IDisposable
{
    private static readonly Certificates Ca = new();

    private readonly Connections connections = new(Ca);

    public void Dispose() => connections.Dispose();

    [Theory]
    [InlineData("token: secret-token", "Bearer secret-token")]
    [InlineData("username: me, password: pw", "Basic bWU6cHc=")]
    public async Task Open_Credential_ReachesTheServerOverHttp2(string user, string expected)
    {
        string seen = "", protocol = "";
        await using TestServer server = await TestServer.StartAsync(
            context =>
            {
                (seen, protocol) = (context.Request.Headers.Authorization.ToString(), context.Request.Protocol);
                return context.Response.WriteAsync("{}");
            },
            Ca.Server("localhost", withLoopback: true));

        using ClusterConnection connection = await connections.OpenAsync(server.Url, user);

        Assert.Equal((expected, "HTTP/2"), (seen, protocol));
        Assert.Equal("team", connection.DefaultNamespace);
    }

    [Fact]
    public async Task Open_TlsServerName_IsWhatTheCertificateIsCheckedFor()
    {
        await using TestServer server = await TestServer.StartAsync(context => context.Response.WriteAsync("{}"), Ca.Server("api.internal", withLoopback: false));

        Assert.Equal(ClusterProblemKind.Tls, (await connections.RefusedAsync(server.Url, "token: t")).Kind);
        (await connections.OpenAsync(server.Url, "token: t", "tls-server-name: api.internal")).Dispose();
    }

    [Fact]
    public async Task Open_UnknownAuthority_IsATlsProblemUnlessVerificationIsOff()
    {
        await using TestServer server = await TestServer.StartAsync(context => context.Response.WriteAsync("{}"), new Certificates().Server("localhost", withLoopback: true));

        ClusterProblem problem = await connections.RefusedAsync(server.Url, "token: t");
        Assert.Equal(ClusterProblemKind.Tls, problem.Kind);
        Assert.Contains("certificate-authority", problem.Next, StringComparison.Ordinal);

        (await connections.OpenAsync(server.Url, "token: t", "insecure-skip-tls-verify: true", withAuthority: false)).Dispose();
    }

    [Theory]
    [InlineData(401, ClusterProblemKind.Unauthorized)]
    [InlineData(403, ClusterProblemKind.Forbidden)]
    [InlineData(500, ClusterProblemKind.Unreachable)]
    public async Task Open_ServerRefuses_SaysWhyAndWhatNext(int status, ClusterProblemKind expected)
    {
        await using TestServer server = await TestServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = status;
                return Task.CompletedTask;
            },
            Ca.Server("localhost", withLoopback: true));

        ClusterProblem problem = await connections.RefusedAsync(server.Url, "token: t");

        Assert.Equal(expected, problem.Kind);
        Assert.Contains("context a", problem.What, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Next);
    }

    [Fact]
    public async Task Open_NobodyListens_IsUnreachable()
    {
        ClusterProblem problem = await connections.RefusedAsync("https://127.0.0.1:1", "token: t");

        Assert.Equal(ClusterProblemKind.Unreachable, problem.Kind);
        Assert.Contains("connection refused", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_Impersonation_IsSentWithEveryRequest()
    {
        string seen = "";
        await using TestServer server = await TestServer.StartAsync(
            context =>
            {
                seen = $"{context.Request.Headers["Impersonate-User"]}/{context.Request.Headers["Impersonate-Group"]}";
                return context.Response.WriteAsync("{}");
            },
            Ca.Server("localhost", withLoopback: true));

        (await connections.OpenAsync(server.Url, "token: t, as: deployer, as-groups: [team]")).Dispose();

        Assert.Equal("deployer/team", seen);
    }
}
