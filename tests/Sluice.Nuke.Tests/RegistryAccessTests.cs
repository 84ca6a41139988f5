using Sluice.Model;
using Sluice.Model.Redaction;
using Sluice.Model.Values;
using Sluice.Nuke.Jobs;
using Sluice.Oci.Registry;

namespace Sluice.Nuke.Tests;

public sealed class RegistryAccessTests
{
    private const string Host = "registry.example.com";

    private static readonly SecretReference s_secret = new("REGISTRY_SECRET", "sluice.yaml", 3, 5, "registry.password");

    private readonly Redactor _redactor = new();

    [Fact]
    public async Task Get_OwnRegistryWithPassword_IsWhatThePipelineFileNames()
    {
        var login = await Access(new RegistryDefinition($"{Host}/team") { Username = "robin", Password = s_secret }, "pa55word").GetAsync(Host, default);

        Assert.Equal("as \"robin\"", login.Credential!.Who);
        Assert.Equal("the *** of robin", _redactor.Clean("the pa55word of robin"));
    }

    [Fact]
    public async Task Get_OwnRegistryWithToken_IsTheToken()
    {
        var login = await Access(new RegistryDefinition(Host) { Token = s_secret }, "t0ken").GetAsync(Host, default);

        Assert.Equal(RegistryCredential.OfAccessToken("t0ken").Who, login.Credential!.Who);
    }

    [Fact]
    public async Task Get_VariableIsNotSet_SaysWhichAndWhere()
    {
        var login = await Access(new RegistryDefinition(Host) { Username = "robin", Password = s_secret }, null).GetAsync(Host, default);

        Assert.Null(login.Credential);
        Assert.Contains("sluice.yaml:3:5", login.Problem, StringComparison.Ordinal);
        Assert.Contains("REGISTRY_SECRET", login.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("other.example.com", true)]
    [InlineData(Host, false)]
    public async Task Get_AnotherRegistryOrNoLoginNamed_IsDockers(string host, bool isNamed)
    {
        var registry = new RegistryDefinition(Host) { Username = isNamed ? "robin" : null, Password = isNamed ? s_secret : null };

        Assert.Equal("as \"docker's\"", (await Access(registry, "pa55word").GetAsync(host, default)).Credential!.Who);
    }

    [Fact]
    public async Task Get_DockersLogin_IsASecretAlsoAsItsConfigFileHasIt()
    {
        await Access(new RegistryDefinition(Host), null).GetAsync("other.example.com", default);

        Assert.Equal("""{"auth": "***"} and ***""", _redactor.Clean("""{"auth": "ZG9ja2VyJ3M6ZG9ja2VyJ3MtcGFzcw=="} and docker's-pass"""));
    }

    private RegistryAccess Access(RegistryDefinition registry, string? value) => new(registry, _redactor, name => name == s_secret.Variable ? value : null, new Docker());

    private sealed class Docker : ICredentialProvider
    {
        public ValueTask<CredentialAnswer> GetAsync(string host, CancellationToken cancellationToken) => new(new CredentialAnswer(new RegistryCredential("docker's", "docker's-pass")));
    }
}
