using System.Net.Http.Headers;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Connection.Credentials;
using Sluice.Kubernetes.Tests.Fakes;

namespace Sluice.Kubernetes.Tests.Connection.Credentials;

public sealed class ExecTokensTests
{
    private readonly ManualClock time = new();
    private int runs;

    [Fact]
    public async Task Header_WithoutExpiry_IsKept()
    {
        ExecTokens tokens = Tokens(_ => Token());

        Assert.Equal(["Bearer t1", "Bearer t1"], [await HeaderAsync(tokens), await HeaderAsync(tokens)]);
    }

    [Fact]
    public async Task Header_SoonToExpire_IsAskedForAgain()
    {
        ExecTokens tokens = Tokens(run => Token(expires: time.GetUtcNow().AddMinutes(10)));
        Assert.Equal("Bearer t1", await HeaderAsync(tokens));

        time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("Bearer t1", await HeaderAsync(tokens));

        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("Bearer t2", await HeaderAsync(tokens));
    }

    [Fact]
    public async Task Header_ManyAtOnce_RunThePluginOnce()
    {
        var finish = new TaskCompletionSource();
        ExecTokens tokens = Tokens(_ => Token(), finish.Task);

        Task<string>[] asked = [.. Enumerable.Range(0, 10).Select(_ => HeaderAsync(tokens))];
        finish.SetResult();

        Assert.All(await Task.WhenAll(asked), header => Assert.Equal("Bearer t1", header));
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Refuse_TheOneInUse_AsksAgainOnce()
    {
        ExecTokens tokens = Tokens(_ => Token());
        var first = new AuthenticationHeaderValue("Bearer", "t1");
        await HeaderAsync(tokens);

        tokens.Refuse(first);
        Assert.Equal("Bearer t2", await HeaderAsync(tokens));
        tokens.Refuse(first);
        Assert.Equal("Bearer t2", await HeaderAsync(tokens));
    }

    [Fact]
    public async Task Header_PluginFails_IsTriedAgainByTheNextRequest()
    {
        ExecTokens tokens = Tokens(run => run == 1 ? throw new CredentialException("log-in aborted") : Token());

        await Assert.ThrowsAsync<CredentialException>(() => HeaderAsync(tokens));
        Assert.Equal("Bearer t2", await HeaderAsync(tokens));
    }

    [Theory]
    [InlineData("secret\\nline")]
    [InlineData("secret one")]
    [InlineData("sécret")]
    public async Task Header_TokenThatNoHeaderCarries_IsRefusedWithoutIt(string token)
    {
        ExecTokens tokens = Tokens(_ => Printed($$"""{"token": "{{token}}"}"""));

        CredentialException refused = await Assert.ThrowsAsync<CredentialException>(() => HeaderAsync(tokens));

        Assert.DoesNotContain("cret", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_CertificateOnly_IsNoneAndTheCertificateIsRenewed()
    {
        var ca = new Certificates();
        (string certificate, string key)[] issued = [ca.Client("one"), ca.Client("two")];
        ExecTokens tokens = Tokens(run => Printed($$"""
            {"clientCertificateData": "{{Line(issued[run - 1].certificate)}}", "clientKeyData": "{{Line(issued[run - 1].key)}}", "expirationTimestamp": "{{time.GetUtcNow().AddHours(1):O}}"}
            """));

        Assert.Null(await tokens.GetAuthenticationHeaderAsync(default));
        Assert.Equal(("CN=one", true), (tokens.Certificate!.Subject, tokens.Certificate.HasPrivateKey));

        time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(90));
        Assert.Null(await tokens.GetAuthenticationHeaderAsync(default));
        Assert.Equal("CN=two", tokens.Certificate!.Subject);
    }

    private ExecTokens Tokens(Func<int, ExecCredential> plugin, Task? after = null) => new(
        async _ =>
        {
            int run = Interlocked.Increment(ref runs);
            await (after ?? Task.CompletedTask);
            return plugin(run);
        },
        "plugin",
        _ => { },
        time);

    private ExecCredential Token(DateTimeOffset? expires = null) =>
        Printed($$"""{"token": "t{{runs}}"{{(expires is { } at ? $", \"expirationTimestamp\": \"{at:O}\"" : "")}}}""");

    private static ExecCredential Printed(string status) => ExecCredential.Read($$"""{"apiVersion": "v1", "kind": "ExecCredential", "status": {{status}}}""", "plugin", "v1");

    private static async Task<string> HeaderAsync(ExecTokens tokens) => (await tokens.GetAuthenticationHeaderAsync(default)).ToString();

    private static string Line(string pem) => pem.ReplaceLineEndings("\\n");
}
