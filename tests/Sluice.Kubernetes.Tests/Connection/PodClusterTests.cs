using Microsoft.AspNetCore.Http;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Connection;
using Sluice.Kubernetes.Tests.Fakes;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Tests.Connection;

public sealed class PodClusterTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly Dictionary<string, string> variables = new() { ["KUBERNETES_SERVICE_HOST"] = "127.0.0.1", ["KUBERNETES_SERVICE_PORT"] = "443" };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Find_InAPod_ConnectsAsItsServiceAccount()
    {
        string seen = "";
        var ca = new Certificates();
        await using TestServer server = await TestServer.StartAsync(
            context =>
            {
                seen = context.Request.Headers.Authorization.ToString();
                return context.Response.WriteAsync("{}");
            },
            ca.Server("kubernetes.default", withLoopback: true));
        variables["KUBERNETES_SERVICE_PORT"] = new Uri(server.Url).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        folder.Write("ca.crt", ca.AuthorityPem);
        folder.Write("token", "of-the-pod\n");
        folder.Write("namespace", "team\n");

        ResolvedContext context = Find()!.Value!;
        using var client = new ApiClient(Transport.Create(context), new ApiClientOptions(), TimeProvider.System);

        Assert.Null((await client.GetAsync("/api", default)).Error);
        Assert.Equal(("Bearer of-the-pod", "team"), (seen, context.Namespace));
    }

    [Fact]
    public void Find_AddressOfVersion6_IsPutInBrackets()
    {
        variables["KUBERNETES_SERVICE_HOST"] = "fd00::1";
        folder.Write("ca.crt", new Certificates().AuthorityPem);
        folder.Write("token", "t");

        Assert.Equal("https://[fd00::1]/", Find()!.Value!.Server.Address.AbsoluteUri);
    }

    [Fact]
    public void Find_NoServiceAccount_IsNoPod()
    {
        Assert.Null(Find());
        folder.Write("token", "t");
        folder.Write("ca.crt", "x");
        variables.Remove("KUBERNETES_SERVICE_HOST");
        Assert.Null(Find());
    }

    [Fact]
    public void Find_AuthorityWithoutCertificate_SaysWhere()
    {
        folder.Write("token", "t");
        folder.Write("ca.crt", "not a certificate");

        ClusterProblem problem = Assert.Single(Find()!.Problems);

        Assert.Contains("ca.crt has no certificate", problem.What, StringComparison.Ordinal);
    }

    private ClusterResult<ResolvedContext>? Find() => PodCluster.Find(variables.GetValueOrDefault, folder.Path, _ => { });
}
