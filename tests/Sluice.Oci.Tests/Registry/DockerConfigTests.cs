using System.Runtime.Versioning;
using System.Text;
using Sluice.Oci.Registry;

namespace Sluice.Oci.Tests.Registry;

public sealed class DockerConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("config.json");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"https://reg.example/v1/":{"auth":"AUTH"}}""", "reg.example", "me:se:cret")]
    [InlineData("""{"reg.example:5000":{"auth":"AUTH"}}""", "reg.example:5000", "me:se:cret")]
    [InlineData("""{"reg.example":{"auth":"AUTH"}}""", "reg.example:5000", null)]
    [InlineData("""{"reg.example":{}}""", "reg.example", null)]
    [InlineData("""{"reg.example":"text"}""", "reg.example", null)]
    [InlineData("""{"reg.example":{"username":"you","password":"p"}}""", "reg.example", "you:p")]
    [InlineData("""{"reg.example":{"auth":"AUTH","identitytoken":"idt"}}""", "reg.example", "identity idt")]
    [InlineData("""{"reg.example":{"registrytoken":"rt"}}""", "reg.example", "access rt")]
    [InlineData("""{"https://index.docker.io/v1/":{"auth":"AUTH"}}""", "docker.io", "me:se:cret")]
    [InlineData("""{"https://index.docker.io/v1/":{"auth":"AUTH"}}""", "registry-1.docker.io", "me:se:cret")]
    public async Task GetAsync_Auths_AreRead(string auths, string host, string? expected)
    {
        var auth = Convert.ToBase64String("me:se:cret"u8);
        await WriteAsync($$"""{"auths":{{auths.Replace("AUTH", auth, StringComparison.Ordinal)}}}""");

        var answer = await GetAsync(host);

        Assert.Equal(expected, Text(answer.Credential));
        Assert.Null(answer.Problem);
        Assert.DoesNotContain("cret", $"{answer.Credential}");
    }

    [Theory]
    [InlineData("{\n\"auths\": {,}", "line 2")]
    [InlineData("""{"auths":{"reg.example":{"auth":"%%%"}}}""", "\"reg.example\"")]
    public async Task GetAsync_FileIsBroken_SaysWhere(string config, string part)
    {
        await WriteAsync(config);

        Assert.Contains(part, (await GetAsync("reg.example")).Problem);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"auths":[],"credHelpers":7,"credsStore":{}}""")]
    [InlineData("null")]
    public async Task GetAsync_OtherShapes_KnowNothing(string config)
    {
        await WriteAsync(config);

        Assert.Equal(CredentialAnswer.None, await GetAsync("reg.example"));
    }

    [Fact]
    public async Task GetAsync_NoFile_KnowsNothing() => Assert.Equal(CredentialAnswer.None, await GetAsync("reg.example"));

    [Fact]
    public async Task GetAsync_HelperIsNotInstalled_NamesIt()
    {
        await WriteAsync("""{"credHelpers":{"reg.example":"sluice-test-absent"}}""");

        Assert.Contains("docker-credential-sluice-test-absent", (await GetAsync("reg.example")).Problem);
    }

    [LinuxTheory]
    [SupportedOSPlatform("linux")]
    [InlineData("""{"credHelpers":{"reg.example":"NAME"}}""", """echo "{\"Username\":\"$1\",\"Secret\":\"$(cat)\"}" """, "get:reg.example", null)]
    [InlineData("""{"credHelpers":{"https://reg.example":"NAME"}}""", """echo "{\"Username\":\"me\",\"Secret\":\"$(cat)\"}" """, "me:https://reg.example", null)]
    [InlineData("""{"credsStore":"NAME","auths":{"https://reg.example/v1/":{}}}""", """echo "{\"Username\":\"me\",\"Secret\":\"$(cat)\"}" """, "me:https://reg.example/v1/", null)]
    [InlineData("""{"credsStore":"NAME"}""", """echo '{"Username":"<token>","Secret":"idt"}'""", "identity idt", null)]
    [InlineData("""{"credsStore":"NAME"}""", """echo 'credentials not found in native keychain'; exit 1""", null, null)]
    [InlineData("""{"credsStore":"NAME","auths":{"reg.example":{"username":"file","password":"p"}}}""", """echo 'credentials not found in native keychain'; exit 1""", "file:p", null)]
    [InlineData("""{"credsStore":"NAME"}""", """echo 'the key ring is locked.' >&2; exit 3""", null, "exit code 3: the key ring is locked.")]
    [InlineData("""{"credsStore":"NAME"}""", """echo 'secret and no JSON'""", null, "cannot be read")]
    public async Task GetAsync_Helper_IsAskedByTheProtocol(string config, string script, string? expected, string? problem)
    {
        var name = "sluice-test-" + Guid.NewGuid().ToString("N");
        var program = Path.Combine(HelperFolder(), "docker-credential-" + name);
        await System.IO.File.WriteAllTextAsync(program, $"#!/bin/sh\n{script}\n");
        System.IO.File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await WriteAsync(config.Replace("NAME", name, StringComparison.Ordinal));

        var answer = await GetAsync("reg.example");

        Assert.Equal(expected, Text(answer.Credential));
        Assert.Equal(problem is null, answer.Problem is null);
        Assert.Contains(problem ?? "", answer.Problem ?? "");
        Assert.DoesNotContain("secret", answer.Problem ?? "");
    }

    [LinuxFact]
    [SupportedOSPlatform("linux")]
    public async Task GetAsync_HelperHangs_IsEndedAndNamed()
    {
        var name = "sluice-test-" + Guid.NewGuid().ToString("N");
        var program = Path.Combine(HelperFolder(), "docker-credential-" + name);
        await System.IO.File.WriteAllTextAsync(program, "#!/bin/sh\nexec sleep 600\n");
        System.IO.File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await WriteAsync($$"""{"credsStore":"{{name}}"}""");

        var answer = await new DockerConfigCredentials(File, new InstantTime()).GetAsync("reg.example", CancellationToken.None);

        Assert.Contains("did not answer within 60 s", answer.Problem);
    }

    private static string? Text(RegistryCredential? credential)
        => credential is null ? null
            : credential.IdentityToken is { } identity ? $"identity {identity}"
            : credential.AccessToken is { } access ? $"access {access}"
            : $"{credential.UserName}:{credential.Password}";

    /// <summary>A folder on the PATH of this process.</summary>
    private string HelperFolder()
    {
        var folder = Directory.CreateDirectory(_folder.File("helpers")).FullName;
        Environment.SetEnvironmentVariable("PATH", $"{folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}");
        return folder;
    }

    private Task WriteAsync(string config) => System.IO.File.WriteAllTextAsync(File, config, new UTF8Encoding(false));

    private ValueTask<CredentialAnswer> GetAsync(string host) => new DockerConfigCredentials(File).GetAsync(host, CancellationToken.None);
}
