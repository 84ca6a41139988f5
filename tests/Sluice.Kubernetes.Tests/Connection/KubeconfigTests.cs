using k8s.KubeConfigModels;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Connection;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Tests.Connection;

public sealed class KubeconfigTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_TwoFiles_FirstToNameSomethingWins()
    {
        string one = folder.Write("one", """
            current-context: a
            clusters: [{name: c, cluster: {server: "http://first"}}]
            contexts: [{name: a, context: {cluster: c, user: u} }]
            """);
        string two = folder.Write("two", """
            current-context: b
            clusters: [{name: c, cluster: {server: "http://second"}}, {name: d, cluster: {server: "http://d"}}]
            contexts: [{name: b, context: {cluster: d, namespace: team} }]
            """);

        Assert.True(KubeconfigFiles.Load([one, two]).Succeeded(out K8SConfiguration? merged));

        Assert.Equal("a", merged.CurrentContext);
        Assert.Equal(["http://first", "http://d"], merged.Clusters.Select(c => c.ClusterEndpoint.Server));
        Assert.Equal(["a", "b"], merged.Contexts.Select(c => c.Name));
    }

    [Fact]
    public void Resolve_ContextOfTheSecondFile_TakesItsClusterAndNamespace()
    {
        string one = folder.Write("one", "current-context: a\ncontexts: [{name: a, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'http://c'}}]");
        string two = folder.Write("two", "contexts: [{name: b, context: {cluster: d, namespace: team}}]\nclusters: [{name: d, cluster: {server: 'http://d:1'}}]");

        ResolvedContext context = Resolved($"{one}{Path.PathSeparator}{two}", "b");

        Assert.Equal(("http://d:1", "team", "b"), (context.Configuration.Host, context.Configuration.Namespace, context.Configuration.CurrentContext));
    }

    [Theory]
    [InlineData("token: abc", "abc", null, null)]
    [InlineData("username: me, password: pw", null, "me", "pw")]
    [InlineData("", null, null, null)]
    public void Resolve_User_TakesItsCredential(string user, string? token, string? name, string? password)
    {
        ResolvedContext context = Resolved(Config(user), null);

        Assert.Equal((token, name, password), (context.Configuration.AccessToken, context.Configuration.Username, context.Configuration.Password));
    }

    [Theory]
    [InlineData("server: 'https://h', insecure-skip-tls-verify: true", true, null)]
    [InlineData("server: 'https://h', tls-server-name: api.internal", false, "api.internal")]
    [InlineData("server: 'https://h'", false, null)]
    public void Resolve_TlsSettings_AreTaken(string cluster, bool skip, string? serverName)
    {
        ResolvedContext context = Resolved(Config("token: t", cluster), null);

        Assert.Equal((skip, serverName), (context.Configuration.SkipTlsVerify, context.Configuration.TlsServerName));
    }

    [Fact]
    public void Resolve_RelativePaths_StartFromTheFile()
    {
        folder.Write("keys/me.crt", "x");
        folder.Write("keys/me.key", "x");

        ResolvedContext context = Resolved(Config("client-certificate: keys/me.crt, client-key: keys/me.key"), null);

        Assert.Equal(Path.Combine(folder.Path, "keys/me.crt"), context.Configuration.ClientCertificateFilePath);
        Assert.Equal(Path.Combine(folder.Path, "keys/me.key"), context.Configuration.ClientKeyFilePath);
    }

    [Fact]
    public async Task Resolve_TokenFile_IsReadForEachUse()
    {
        folder.Write("token", "from-file\n");

        ResolvedContext context = Resolved(Config("tokenFile: token"), null);

        Assert.Equal("Bearer from-file", (await context.Configuration.TokenProvider.GetAuthenticationHeaderAsync(default)).ToString());
    }

    [Fact]
    public void Resolve_ProxyUrl_IsSetOnTheTransport()
    {
        ResolvedContext context = Resolved(Config("token: t", "server: 'https://h', proxy-url: 'http://proxy:3128'"), null);
        using var handler = new SocketsHttpHandler();

        context.Configuration.FirstMessageHandlerSetup(handler);

        Assert.Equal(new Uri("http://proxy:3128"), handler.Proxy!.GetProxy(new Uri("https://h")));
    }

    [Fact]
    public void Resolve_Impersonation_IsTaken()
    {
        ResolvedContext context = Resolved(Config("token: t, as: deployer, as-groups: [team]"), null);

        Assert.Equal(new Impersonation("deployer", "team"), context.Impersonation);
    }

    [Theory]
    [InlineData("prood", "there is no context prood; it has dev, prod. Did you mean prod?")]
    [InlineData("something-else", "there is no context something-else; it has dev, prod.")]
    [InlineData(null, "no current context")]
    public void Resolve_UnknownContext_NamesWhatThereIs(string? name, string expected)
    {
        string file = folder.Write("config", "contexts: [{name: dev, context: {cluster: c}}, {name: prod, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'http://c'}}]");

        ClusterProblem problem = Refused(file, name);

        Assert.Equal(ClusterProblemKind.Configuration, problem.Kind);
        Assert.Contains(expected, problem.What, StringComparison.Ordinal);
        Assert.Contains(file, problem.What, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Next);
    }

    [Theory]
    [InlineData("contexts: [{name: a, context: {cluster: nowhere}}]", "names the cluster nowhere")]
    [InlineData("contexts: [{name: a, context: {cluster: c, user: nobody}}]\nclusters: [{name: c, cluster: {server: 'http://c'}}]", "names the user nobody")]
    [InlineData("contexts: [{name: a, context: {cluster: c}}]\nclusters: [{name: c, cluster: {}}]", "server not found")]
    [InlineData("contexts: [{name: a, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'https://h', certificate-authority: gone.crt}}]", "gone.crt")]
    [InlineData("contexts: [{name: a, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'https://h', certificate-authority-data: '%%%'}}]", "not base64")]
    [InlineData("contexts: [{name: a, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: 'http://c'}}]\nusers: [{name: u, user: {tokenFile: gone}}]", "tokenFile")]
    [InlineData("contexts: [{name: a, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: 'http://c'}}]\nusers: [{name: u, user: {exec: {apiVersion: v1, command: /no/such/plugin}}}]", "/no/such/plugin")]
    [InlineData("contexts: [{name: a, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: 'http://c'}}]\nusers: [{name: u, user: {token: t, as: x, as-groups: [g, h]}}]", "as-groups names 2 groups")]
    [InlineData("contexts: [", "config")]
    [InlineData("just text", "config")]
    public void Resolve_BrokenFile_SaysWhatAndWhere(string content, string expected)
    {
        ClusterProblem problem = Refused(folder.Write("config", content), "a");

        Assert.Equal(ClusterProblemKind.Configuration, problem.Kind);
        Assert.Contains(expected, problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Locate_NoFileAnywhere_NamesTheVariableAndTheSandbox()
    {
        Assert.False(KubeconfigFiles.Locate(null, null, "/nowhere/config").Succeeded(out _));
        ClusterProblem problem = KubeconfigFiles.Locate(null, "/a:/b", "/nowhere/config").Problems[0];

        Assert.Contains("the variable KUBECONFIG names /a and /b", problem.What, StringComparison.Ordinal);
        Assert.Contains("cluster: sandbox", problem.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void Locate_OneOfSeveralIsMissing_TakesTheOthers()
    {
        string there = folder.Write("there", "");

        Assert.Equal([there], KubeconfigFiles.Locate(null, $"/missing{Path.PathSeparator}{there}", "/nowhere").Value!);
    }

    private string Config(string user, string cluster = "server: 'http://c'") => folder.Write("config", $$"""
        current-context: a
        contexts: [{name: a, context: {cluster: c, user: u} }]
        clusters: [{name: c, cluster: { {{cluster}} } }]
        users: [{name: u, user: { {{user}} } }]
        """);

    private static ResolvedContext Resolved(string files, string? context)
    {
        ClusterResult<ResolvedContext> result = ContextResolver.Resolve(new ConnectionRequest { Kubeconfig = files, Context = context });
        Assert.True(result.Succeeded(out ResolvedContext? resolved), string.Join("; ", result.Problems));
        return resolved;
    }

    private static ClusterProblem Refused(string files, string? context) =>
        Assert.Single(ContextResolver.Resolve(new ConnectionRequest { Kubeconfig = files, Context = context }).Problems);
}
