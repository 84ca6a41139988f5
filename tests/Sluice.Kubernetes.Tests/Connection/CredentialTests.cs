using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Connection;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Tests.Connection;

/// <summary>What a server gets to see of a kubeconfig's user, at first and after the credential was renewed.</summary>
public sealed class CredentialTests : IDisposable
{
    private static readonly Certificates Ca = new();

    private readonly Connections connections = new(Ca);
    private volatile string accepted = "";
    private volatile string seen = "";
    private int calls;

    public void Dispose() => connections.Dispose();

    [Theory]
    [InlineData(true, false, true)]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    public async Task Open_ClientCertificate_IsShownToTheServer(bool asData, bool rsa, bool pkcs8)
    {
        (string certificate, string key) = Ca.Client("deployer", rsa, pkcs8);
        await using TestServer server = await AskForCertificateAsync((shown, _) => seen = shown.Subject);
        connections.Folder.Write("me.crt", certificate);
        connections.Folder.Write("me.key", key);
        string user = asData
            ? $"client-certificate-data: {Connections.Base64(certificate)}, client-key-data: {Connections.Base64(key)}"
            : "client-certificate: me.crt, client-key: me.key";

        using ClusterConnection connection = await connections.OpenAsync(server.Url, user);

        Assert.Equal("CN=deployer", seen);
    }

    [Fact]
    public async Task Open_ClientCertificateOfAnIntermediateAuthority_IsShownWithTheIntermediate()
    {
        var intermediate = new Certificates(Ca, "intermediate");
        (string certificate, string key) = intermediate.Client("deployer");
        await using TestServer server = await AskForCertificateAsync((_, sent) => seen = string.Join(", ", sent.Select(c => c.Subject)));
        string user = $"client-certificate-data: {Connections.Base64(certificate + "\n" + intermediate.AuthorityPem)}, client-key-data: {Connections.Base64(key)}";

        using ClusterConnection connection = await connections.OpenAsync(server.Url, user);

        Assert.Contains("CN=intermediate", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_PluginGivesACertificate_ItIsShownToTheServer()
    {
        (string certificate, string key) = Ca.Client("from-plugin");
        await using TestServer server = await AskForCertificateAsync((shown, _) => seen = shown.Subject);
        connections.Folder.Write("answer.json", $$$"""
            {"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
             "status": {"clientCertificateData": "{{{certificate.ReplaceLineEndings("\\n")}}}", "clientKeyData": "{{{key.ReplaceLineEndings("\\n")}}}"}}
            """);

        using ClusterConnection connection = await connections.OpenAsync(server.Url, connections.Plugin($"cat '{connections.Folder.Path}/answer.json'"));

        Assert.Equal("CN=from-plugin", seen);
    }

    [Fact]
    public async Task Open_PluginGivesATokenOnly_AServerThatAsksForACertificateGetsNone()
    {
        await using TestServer server = await TestServer.StartAsync(
            context =>
            {
                seen = $"{context.Connection.ClientCertificate?.Subject ?? "none"}, {context.Request.Headers.Authorization}";
                return context.Response.WriteAsync("{}");
            },
            Ca.Server("localhost", withLoopback: true),
            https => https.ClientCertificateMode = ClientCertificateMode.AllowCertificate);

        using ClusterConnection connection = await connections.OpenAsync(
            server.Url, connections.Plugin("""echo '{"apiVersion":"client.authentication.k8s.io/v1","status":{"token":"t"}}'"""));

        Assert.Equal("none, Bearer t", seen);
    }

    [Theory]
    [InlineData("exec: {apiVersion: v1, command: plugin}", 1)]
    [InlineData("token: t", null)]
    public void Set_PluginsCredential_GetsANewHandshakeEveryMinute(string user, int? minutes)
    {
        string file = connections.Folder.Write("config", $$"""
            current-context: a
            contexts: [{name: a, context: {cluster: c, user: u} }]
            clusters: [{name: c, cluster: {server: 'https://h'} }]
            users: [{name: u, user: { {{user}} } }]
            """);
        using var handler = new SocketsHttpHandler();

        Transport.Set(handler, ContextResolver.Resolve(new ConnectionRequest { Kubeconfig = file }, TimeProvider.System).Value!);

        Assert.Equal(minutes is { } some ? TimeSpan.FromMinutes(some) : Timeout.InfiniteTimeSpan, handler.PooledConnectionLifetime);
    }

    [Theory]
    [InlineData("token: ' t0ken'", "t0ken")]
    [InlineData("username: robin, password: pa55", "pa55")]
    [InlineData("client-key-data: 'bm8ga2V5', client-certificate-data: 'bm9uZQ=='", "bm8ga2V5", "no key")]
    public void Resolve_UserWithASecret_TellsIt(string user, params string[] secrets)
    {
        string file = connections.Folder.Write("config", $$"""
            current-context: a
            contexts: [{name: a, context: {cluster: c, user: u} }]
            clusters: [{name: c, cluster: {server: 'https://h'} }]
            users: [{name: u, user: { {{user}} } }]
            """);
        var told = new List<string>();

        ContextResolver.Resolve(new ConnectionRequest { Kubeconfig = file, OnSecret = told.Add }, TimeProvider.System);

        Assert.Equal(secrets, told);
    }

    [Fact]
    public async Task Open_SecretsThatComeLater_AreTold()
    {
        await using TestServer server = await TestServer.StartAsync(context => context.Response.WriteAsync("{}"), Ca.Server("localhost", withLoopback: true));
        connections.Folder.Write("token", "from-file\n");

        using (await connections.OpenAsync(server.Url, "tokenFile: token"))
        using (await connections.OpenAsync(server.Url, connections.Plugin("""echo '{"apiVersion":"client.authentication.k8s.io/v1","status":{"token":"from-plugin"}}'""")))
        {
            Assert.Equal(["from-file", "from-plugin"], connections.Told.Distinct());
        }
    }

    [Fact]
    public async Task Open_ExecPlugin_ItsTokenIsUsed()
    {
        await using TestServer server = await AskForTokenAsync();
        accepted = "from-env-arg";
        string file = connections.Folder.Write("plugin.sh", "#!/bin/sh\n" + """echo "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"$PREFIX-$1\"}}" """ + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        using ClusterConnection connection = await connections.OpenAsync(
            server.Url, "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin.sh, args: [arg], env: [{name: PREFIX, value: from-env}]}");

        Assert.Equal(1, calls);
    }

    [Theory]
    [InlineData("echo secret; exit 3", "exit code 3")]
    [InlineData("echo hello secret", "did not print JSON")]
    public async Task Open_BrokenExecPlugin_SaysWhatItDidWithoutItsOutput(string script, string expected)
    {
        ClusterProblem problem = await connections.RefusedAsync("https://127.0.0.1:1", connections.Plugin(script));

        Assert.Equal(ClusterProblemKind.Unauthorized, problem.Kind);
        Assert.Contains(expected, problem.What, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_PluginsTokenIsRefused_PluginIsAskedAgainAndTheRequestSentAgain()
    {
        await using TestServer server = await AskForTokenAsync();
        string plugin = connections.Plugin($"printf '{{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{{\"token\":\"%s\"}}}}' \"$(cat '{connections.Folder.Path}/now')\"");
        connections.Folder.Write("now", "one");
        accepted = "one";
        using ClusterConnection connection = await connections.OpenAsync(server.Url, plugin);

        connections.Folder.Write("now", "two");
        accepted = "two";
        ApiResult<System.Text.Json.Nodes.JsonObject> created = await connection.Client.CreateAsync("/x", [], default);

        Assert.Null(created.Error);
        Assert.Equal(3, calls);

        accepted = "three";
        ApiError? refused = (await connection.Client.GetAsync("/x", default)).Error;
        Assert.Equal((401, 5), (refused!.Status, calls));
    }

    [Fact]
    public async Task Request_TokenFileWasReplaced_SendsTheNewToken()
    {
        await using TestServer server = await AskForTokenAsync();
        connections.Folder.Write("token", "one\n");
        accepted = "one";
        using ClusterConnection connection = await connections.OpenAsync(server.Url, "tokenFile: token, token: stale");

        connections.Folder.Write("token", "two\n");
        accepted = "two";

        Assert.Null((await connection.Client.GetAsync("/x", default)).Error);
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task Watch_TokenFileIsGone_EndsWithACredentialError()
    {
        await using TestServer server = await AskForTokenAsync();
        string file = connections.Folder.Write("token", "one");
        accepted = "one";
        using ClusterConnection connection = await connections.OpenAsync(server.Url, "tokenFile: token");

        File.Delete(file);
        await foreach (WatchItem item in connection.Client.WatchAsync("/pods", "1", default))
        {
            ApiError? error = Assert.IsType<WatchItem.Ended>(item).Error;
            Assert.Equal(ApiErrorKind.Credentials, error!.Kind);
            Assert.Contains(file, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Open_PasswordBeyondAscii_IsSentInUtf8()
    {
        await using TestServer server = await TestServer.StartAsync(
            context =>
            {
                seen = context.Request.Headers.Authorization.ToString();
                return context.Response.WriteAsync("{}");
            },
            Ca.Server("localhost", withLoopback: true));

        using ClusterConnection connection = await connections.OpenAsync(server.Url, "username: me, password: pässwörd€");

        Assert.Equal("Basic bWU6cMOkc3N3w7ZyZOKCrA==", seen);
    }

    private Task<TestServer> AskForTokenAsync() => TestServer.StartAsync(
        context =>
        {
            Interlocked.Increment(ref calls);
            context.Response.StatusCode = context.Request.Headers.Authorization == "Bearer " + accepted ? 200 : 401;
            return context.Response.WriteAsync("{}");
        },
        Ca.Server("localhost", withLoopback: true));

    private static Task<TestServer> AskForCertificateAsync(Action<X509Certificate2, X509Certificate2Collection> shown) => TestServer.StartAsync(
        context => context.Response.WriteAsync("{}"),
        Ca.Server("localhost", withLoopback: true),
        https =>
        {
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, chain, _) =>
            {
                shown(certificate, chain!.ChainPolicy.ExtraStore);
                return true;
            };
        });
}
