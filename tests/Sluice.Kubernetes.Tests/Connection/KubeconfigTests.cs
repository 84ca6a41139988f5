using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Connection;
using Sluice.Kubernetes.Connection.Kubeconfigs;
using Sluice.Kubernetes.Tests.Fakes;
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

        Assert.True(KubeconfigFiles.Load([one, two]).Succeeded(out Kubeconfig? merged));

        Assert.Equal("a", merged.CurrentContext);
        Assert.Equal(["http://first", "http://d"], merged.Clusters.Select(c => c.Server));
        Assert.Equal(["a", "b"], merged.Contexts.Select(c => c.Name));
    }

    [Fact]
    public void Resolve_ContextOfTheSecondFile_TakesItsClusterAndNamespace()
    {
        string one = folder.Write("one", "current-context: a\ncontexts: [{name: a, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: 'http://c'}}]");
        string two = folder.Write("two", "contexts: [{name: b, context: {cluster: d, namespace: team}}]\nclusters: [{name: d, cluster: {server: 'http://d:1'}}]");

        ResolvedContext context = Resolved($"{one}{Path.PathSeparator}{two}", "b");

        Assert.Equal(("http://d:1/", "team", "b"), (context.Server.Address.AbsoluteUri, context.Namespace, context.Name));
    }

    [Theory]
    [InlineData("token: abc", "abc", null, null)]
    [InlineData("username: me, password: pw", null, "me", "pw")]
    [InlineData("", null, null, null)]
    public void Resolve_User_TakesItsCredential(string user, string? token, string? name, string? password)
    {
        ResolvedContext context = Resolved(Config(user), null);

        Assert.Equal((token, name, password), (context.Credential.Token, context.Credential.UserName, context.Credential.Password));
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
    [InlineData("contexts: [{name: a, context: {cluster: c}}]\nclusters: [{name: c, cluster: {}}]", "c has no server")]
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

    [Theory]
    [InlineData("{}", "c has no server")]
    [InlineData("server: 'h:6443'", "begins with https://")]
    [InlineData("server: 'ftp://h'", "https:// or http://")]
    [InlineData("server: 'https://me:secret@h'", "server holds a user name")]
    [InlineData("server: 'https://h', proxy-url: 'ftp://secret@p'", "proxy-url")]
    [InlineData("server: 'https://h', insecure-skip-tls-verify: perhaps", "clusters[0].cluster.insecure-skip-tls-verify is neither true nor false")]
    [InlineData("server: 'https://h', certificate-authority-data: 'c2VjcmV0'", "no certificate in PEM form")]
    [InlineData("server: 'https://h', certificate-authority: gone.crt", "gone.crt cannot be read")]
    [InlineData("server: 'https://h', insecure-skip-tls-verify: true, certificate-authority: config", "contradict each other")]
    public void Resolve_BrokenCluster_SaysWhatAndWhere(string cluster, string expected) => RefusedWith(Config("token: t", cluster), expected);

    [Theory]
    [InlineData("token: 'secret one'", "token is not one token")]
    [InlineData("token: {secret: x}", "users[0].user.token is not a text")]
    [InlineData("token: t, username: secret", "u has token and username")]
    [InlineData("token: t, exec: {apiVersion: v1, command: secret}", "u has token and exec")]
    [InlineData("exec: {command: secret}", "exec has no apiVersion")]
    [InlineData("exec: {apiVersion: v1}", "exec has no command")]
    [InlineData("exec: {apiVersion: v1, command: bin/login, installHint: 'Get it there.'}", "bin/login does not exist. Get it there.")]
    [InlineData("auth-provider: {name: oidc, config: {id-token: secret}}", "auth-provider oidc, which Sluice does not have")]
    [InlineData("client-certificate-data: c2VjcmV0", "a client-certificate and no client-key")]
    [InlineData("client-certificate-data: c2VjcmV0, client-key-data: c2VjcmV0", "cannot be used together")]
    [InlineData("client-certificate-data: secret!, client-key-data: c2VjcmV0", "client-certificate-data is not base64")]
    [InlineData("token: t, as: x, as-uid: secret", "u has as-uid")]
    [InlineData("token: t, as: x, as-user-extra: {k: [secret]}", "u has as-user-extra")]
    [InlineData("token: t, as-groups: [g]", "as-groups without as")]
    public void Resolve_BrokenUser_SaysWhatAndWhereWithoutTheSecret(string user, string expected) => RefusedWith(Config(user), expected);

    [Fact]
    public void Resolve_UnquotedPasswordThatIsAReferenceToYaml_IsNotRepeated() =>
        RefusedWith(Config("username: me, password: *secret"), "a value that begins with * has to be quoted");

    [Fact]
    public void Resolve_SeveralMistakes_AreAllReported()
    {
        string file = Config("token: 'a b', as-groups: [g]", "server: ''");

        IReadOnlyList<ClusterProblem> problems = ContextResolver.Resolve(new ConnectionRequest { Kubeconfig = file }, TimeProvider.System).Problems;

        Assert.Equal(3, problems.Count);
        Assert.All(problems, p => Assert.Matches($"^{System.Text.RegularExpressions.Regex.Escape(file)}:[34]: ", p.What));
    }

    [Fact]
    public void Resolve_CertificateAsDataAndKeyAsFile_AreTakenTogether()
    {
        (string certificate, string key) = new Certificates().Client("me");
        folder.Write("keys/me.key", key);

        ResolvedContext context = Resolved(Config($"client-certificate-data: {Connections.Base64(certificate)}, client-key: keys/me.key, client-certificate: gone.crt"), null);

        Assert.Equal("CN=me", context.Credential.Certificate!.TargetCertificate.Subject);
    }

    [Fact]
    public void Resolve_Secrets_AreNotInWhatItsPartsPrint()
    {
        ResolvedContext context = Resolved(Config("username: me, password: secret", "server: 'https://h', proxy-url: 'http://me:secret@p'"), null);

        Assert.DoesNotContain("secret", context.ToString(), StringComparison.Ordinal);
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

    private static void RefusedWith(string file, string expected)
    {
        ClusterProblem problem = Refused(file, null);

        Assert.Equal(ClusterProblemKind.Configuration, problem.Kind);
        Assert.StartsWith($"{file}:", problem.What, StringComparison.Ordinal);
        Assert.Contains(expected, problem.What, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.What, StringComparison.Ordinal);
        Assert.NotEmpty(problem.Next);
    }

    private string Config(string user, string cluster = "server: 'http://c'") => folder.Write("config", $$"""
        current-context: a
        contexts: [{name: a, context: {cluster: c, user: u} }]
        clusters: [{name: c, cluster: { {{cluster}} } }]
        users: [{name: u, user: { {{user}} } }]
        """);

    private static ResolvedContext Resolved(string files, string? context)
    {
        ClusterResult<ResolvedContext> result = ContextResolver.Resolve(new ConnectionRequest { Kubeconfig = files, Context = context }, TimeProvider.System);
        Assert.True(result.Succeeded(out ResolvedContext? resolved), string.Join("; ", result.Problems));
        return resolved;
    }

    private static ClusterProblem Refused(string files, string? context) =>
        Assert.Single(ContextResolver.Resolve(new ConnectionRequest { Kubeconfig = files, Context = context }, TimeProvider.System).Problems);
}
