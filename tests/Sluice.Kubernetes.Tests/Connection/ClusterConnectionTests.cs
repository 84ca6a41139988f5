using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Connection;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Tests.Connection;

public sealed class ClusterConnectionTests : IDisposable
{
    private static readonly Certificates Ca = new();
    private static readonly ApiClientOptions Fast = new() { RetryDelay = TimeSpan.FromMilliseconds(1), Retries = 1, AttemptTimeout = TimeSpan.FromSeconds(10) };

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

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

        using ClusterConnection connection = Opened(await OpenAsync(server.Url, user));

        Assert.Equal((expected, "HTTP/2"), (seen, protocol));
        Assert.Equal("team", connection.DefaultNamespace);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Open_ClientCertificate_IsShownToTheServer(bool asData)
    {
        (string certificate, string key) = Ca.Client("deployer");
        string seen = "";
        await using TestServer server = await TestServer.StartAsync(
            context =>
            {
                seen = context.Connection.ClientCertificate?.Subject ?? "";
                return context.Response.WriteAsync("{}");
            },
            Ca.Server("localhost", withLoopback: true),
            askForClientCertificate: true);
        folder.Write("me.crt", certificate);
        folder.Write("me.key", key);
        string user = asData ? $"client-certificate-data: {Base64(certificate)}, client-key-data: {Base64(key)}" : "client-certificate: me.crt, client-key: me.key";

        using ClusterConnection connection = Opened(await OpenAsync(server.Url, user));

        Assert.Equal("CN=deployer", seen);
    }

    [Fact]
    public async Task Open_ExecPlugin_ItsTokenIsUsed()
    {
        string seen = "";
        await using TestServer server = await TestServer.StartAsync(
            context =>
            {
                seen = context.Request.Headers.Authorization.ToString();
                return context.Response.WriteAsync("{}");
            },
            Ca.Server("localhost", withLoopback: true));
        Plugin("""echo "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"$PREFIX-$1\"}}" """);

        using ClusterConnection connection = Opened(await OpenAsync(server.Url, "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin.sh, args: [arg], env: [{name: PREFIX, value: from-env}]}"));

        Assert.Equal("Bearer from-env-arg", seen);
    }

    [Theory]
    [InlineData("exit 3", "exit code 3")]
    [InlineData("echo hello secret", "did not print JSON")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1","status":{}}'""", "no usable credential")]
    [InlineData("""echo '{"apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"x"}}'""", "v1beta1")]
    public async Task Open_BrokenExecPlugin_SaysWhatItDidWithoutItsOutput(string script, string expected)
    {
        Plugin(script);

        ClusterProblem problem = Refused(await OpenAsync("https://127.0.0.1:1", "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin.sh}"));

        Assert.Contains(expected, problem.What, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_TlsServerName_IsWhatTheCertificateIsCheckedFor()
    {
        await using TestServer server = await TestServer.StartAsync(context => context.Response.WriteAsync("{}"), Ca.Server("api.internal", withLoopback: false));

        Assert.Equal(ClusterProblemKind.Tls, Refused(await OpenAsync(server.Url, "token: t")).Kind);
        Opened(await OpenAsync(server.Url, "token: t", "tls-server-name: api.internal")).Dispose();
    }

    [Fact]
    public async Task Open_UnknownAuthority_IsATlsProblemUnlessVerificationIsOff()
    {
        await using TestServer server = await TestServer.StartAsync(context => context.Response.WriteAsync("{}"), new Certificates().Server("localhost", withLoopback: true));

        ClusterProblem problem = Refused(await OpenAsync(server.Url, "token: t"));
        Assert.Equal(ClusterProblemKind.Tls, problem.Kind);
        Assert.Contains("certificate-authority", problem.Next, StringComparison.Ordinal);

        Opened(await OpenAsync(server.Url, "token: t", "insecure-skip-tls-verify: true", withAuthority: false)).Dispose();
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

        ClusterProblem problem = Refused(await OpenAsync(server.Url, "token: t"));

        Assert.Equal(expected, problem.Kind);
        Assert.Contains("context a", problem.What, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Next);
    }

    [Fact]
    public async Task Open_NobodyListens_IsUnreachable()
    {
        ClusterProblem problem = Refused(await OpenAsync("https://127.0.0.1:1", "token: t"));

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

        Opened(await OpenAsync(server.Url, "token: t, as: deployer, as-groups: [team]")).Dispose();

        Assert.Equal("deployer/team", seen);
    }

    private Task<ClusterResult<ClusterConnection>> OpenAsync(string url, string user, string cluster = "", bool withAuthority = true)
    {
        string authority = withAuthority ? $"certificate-authority-data: {Base64(Ca.AuthorityPem)}," : "";
        string file = folder.Write("config", $$"""
            current-context: a
            contexts: [{name: a, context: {cluster: c, user: u, namespace: team} }]
            clusters: [{name: c, cluster: {server: '{{url}}', {{authority}} {{cluster}} } }]
            users: [{name: u, user: { {{user}} } }]
            """);
        return ClusterConnection.OpenAsync(new ConnectionRequest { Kubeconfig = file, Options = Fast }, TimeProvider.System, default);
    }

    private void Plugin(string script)
    {
        string file = folder.Write("plugin.sh", "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static ClusterConnection Opened(ClusterResult<ClusterConnection> result)
    {
        Assert.True(result.Succeeded(out ClusterConnection? connection), string.Join("; ", result.Problems));
        return connection;
    }

    private static ClusterProblem Refused(ClusterResult<ClusterConnection> result) => Assert.Single(result.Problems);

    private static string Base64(string pem) => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));
}
