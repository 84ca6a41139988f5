using System.Text;
using Sluice.Oci;
using Sluice.Supply.Scanning;

namespace Sluice.Supply.Tests;

/// <summary>Secrets in here are made up, and put together at run time so that no tool takes this file for a leak.</summary>
public sealed class ImageScannerTests : IDisposable
{
    private const string Body = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4";
    private static readonly string PrivateKey = $"-----BEGIN {"PRIVATE"} KEY-----\n{Body}\n-----END {"PRIVATE"} KEY-----\n";
    private static readonly string AwsKey = "AKIA" + "J4QZ7RWT2MNBVC5X";
    private static readonly string GitHubToken = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";

    private readonly TestImages _images = new();

    public void Dispose() => _images.Dispose();

    public static TheoryData<string, string, string> Secrets => new()
    {
        { "SLS010", "home/.ssh/id_ed25519", "anything" },
        { "SLS011", "app/cert.pfx", "0" },
        { "SLS012", "app/.env", "# local\nDB_PASSWORD=hunter2\n" },
        { "SLS012", "app/.env.production", "export KEY=x" },
        { "SLS013", "root/.npmrc", "//registry.example/:_authToken=abc123\n" },
        { "SLS013", "app/nuget.config", """<add key="ClearTextPassword" value="abc" />""" },
        { "SLS014", "root/.kube/config", "users:\n- name: me\n  user:\n    client-key-data: LS0t\n" },
        { "SLS015", "root/.docker/config.json", """{"auths":{"r.example":{"auth":"dXNlcjpw"}}}""" },
        { "SLS016", "root/.aws/credentials", "[default]\naws_secret_access_key = abc\n" },
        { "SLS017", "root/.netrc", "machine x login y password z" },
        { "SLS020", "app/server.pem", PrivateKey },
        { "SLS020", "app/deep/config.json", $$"""{"key":"{{PrivateKey.Replace("\n", "\\n", StringComparison.Ordinal)}}"}""" },
        { "SLS020", "app/rsa", PrivateKey.Replace("BEGIN ", "BEGIN RSA ", StringComparison.Ordinal) },
        { "SLS020", "app/openssh.txt", PrivateKey.Replace("BEGIN ", "BEGIN OPENSSH ", StringComparison.Ordinal) },
        { "SLS021", "app/settings.js", $"const key = '{AwsKey}';" },
        { "SLS022", "app/readme.txt", $"token: {GitHubToken}" },
        { "SLS022", "app/pat.txt", "github_pat_" + new string('A', 22) + "_" + new string('b', 59) },
        { "SLS023", "app/slack.json", "xoxb-" + "123456789012-abcdefghijkl" },
        { "SLS024", "app/ci.txt", "glpat-" + "abcdefghij0123456789" },
        { "SLS025", "app/pay.txt", "sk_live_" + "abcdefghij0123456789" },
        { "SLS026", "app/maps.html", "AIza" + new string('x', 35) },
        { "SLS027", "app/npm.txt", "npm_" + new string('x', 36) },
    };

    [Theory]
    [MemberData(nameof(Secrets))]
    public async Task ScanAsync_SecretInAFile_FailsAndSaysWhereWithoutShowingIt(string rule, string path, string content)
    {
        var report = await ScanFileAsync(path, content);

        var finding = Assert.Single(report.Findings, finding => finding.Rule == rule);
        Assert.Equal(ScanVerdict.Failed, report.Verdict);
        Assert.Equal(path, finding.Where.Path);
        Assert.NotNull(finding.Where.Layer);
        Assert.All(new[] { Body, AwsKey, GitHubToken, "hunter2", "abc123", "dXNlcjpw", "LS0t" }, secret => Assert.DoesNotContain(secret, finding.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("app/.env.example", "DB_PASSWORD=")]
    [InlineData("app/.env", "# nothing\nEMPTY=\n")]
    [InlineData("app/ca.pem", "-----BEGIN CERTIFICATE-----\nZm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4\n-----END CERTIFICATE-----")]
    [InlineData("app/help.html", "Paste the text from -----BEGIN PRIVATE KEY----- to the end.")]
    [InlineData("root/.npmrc", "registry=https://registry.example/\n//registry.example/:_authToken=${NPM_TOKEN}\n")]
    [InlineData("app/nuget.config", "<configuration><packageSources /></configuration>")]
    [InlineData("app/doc.txt", "The key AKIAIOSFODNN7EXAMPLE is the one of the manual.")]
    [InlineData("app/app.js", "var xoxb = 1; var AKIA = 'AKIA'; var ghp_ = ''; element.id='id_rsa'")]
    [InlineData("root/.docker/config.json", """{"credsStore":"desktop","auths":{"r.example":{}}}""")]
    [InlineData("app/appsettings.json", """{"Logging":{"LogLevel":{"Default":"Information"}},"Db":{"Password":""},"Token":"${TOKEN}"}""")]
    [InlineData("app/id_rsa.pub", "ssh-rsa AAAA")]
    [InlineData("app/lib/tokens.dll.config", "")]
    public async Task ScanAsync_InnocentFile_Passes(string path, string content)
    {
        var report = await ScanFileAsync(path, content);

        Assert.Empty(report.Findings);
        Assert.Equal(ScanVerdict.Passed, report.Verdict);
    }

    [Fact]
    public async Task ScanAsync_PasswordInSettings_IsAWarningWithItsLine()
    {
        var report = await ScanFileAsync("app/appsettings.json", "{\n  \"Db\": {\n    \"Password\": \"hunter2\"\n  }\n}");

        var finding = Assert.Single(report.Findings);
        Assert.Equal((ScanSeverity.Warning, 3), (finding.Severity, finding.Where.Line));
        Assert.Equal(ScanVerdict.Passed, report.Verdict);
        Assert.DoesNotContain("hunter2", finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ScanAsync_TokenCompiledIntoAnAssembly_Fails(bool wide)
    {
        // As in an assembly's heap of strings: the length in one byte (here the letter Q), the text, a final byte.
        var text = (wide ? Encoding.Unicode : Encoding.Latin1).GetBytes(GitHubToken);
        byte[] content = [.. "MZ\0\0\0 before \0"u8, .. wide ? "Q"u8 : "("u8, .. text, 0, .. "after\0\0"u8];

        var report = await ScanAsync("1654", [], ("app/Shop.dll", content, TestImages.Plain));

        Assert.Equal("SLS022", Assert.Single(report.Findings).Rule);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("0", true)]
    [InlineData("00", true)]
    [InlineData("root", true)]
    [InlineData("0:1654", true)]
    [InlineData(" root:root", true)]
    [InlineData("1654", false)]
    [InlineData("app", false)]
    [InlineData("1000:0", false)]
    public async Task ScanAsync_User_RootFails(string? user, bool fails)
    {
        var report = await ScanAsync(user, [], ("app/a.txt", [], TestImages.Plain));

        Assert.Equal(fails ? ["SLS001"] : [], report.Findings.Select(finding => finding.Rule));
    }

    [Theory]
    [InlineData("app/tool", UnixFileMode.SetUser, "SLS002")]
    [InlineData("app/tool", UnixFileMode.SetGroup, "SLS002")]
    [InlineData("app/data.db", UnixFileMode.OtherWrite, "SLS003")]
    [InlineData("app/cache/", UnixFileMode.OtherWrite, "SLS003")]
    [InlineData("tmp/", UnixFileMode.OtherWrite | UnixFileMode.StickyBit, null)]
    [InlineData("app/", UnixFileMode.SetGroup, null)]
    public async Task ScanAsync_FileMode_DangerousOnesFail(string path, UnixFileMode mode, string? rule)
    {
        var report = await ScanAsync("1654", [], (path, [], TestImages.Plain | mode));

        Assert.Equal(rule is null ? [] : [rule], report.Findings.Select(finding => finding.Rule));
    }

    [Theory]
    [InlineData("DB_PASSWORD=hunter2", "SLS004")]
    [InlineData("API_KEY=abc", "SLS004")]
    [InlineData("DB_PASSWORD=", null)]
    [InlineData("DB_PASSWORD_FILE=/run/secrets/db", null)]
    [InlineData("ASPNETCORE_HTTP_PORTS=8080", null)]
    public async Task ScanAsync_Environment_SecretsFail(string setting, string? rule)
    {
        var report = await ScanAsync("1654", [setting], ("app/a.txt", [], TestImages.Plain));

        Assert.Equal(rule is null ? [] : [rule], report.Findings.Select(finding => finding.Rule));
        Assert.All(report.Findings, finding => Assert.DoesNotContain("hunter2", finding.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task ScanAsync_HugeFile_IsReadInPartAndSaysSo()
    {
        var report = await ScanAsync("1654", [], ("app/model.bin", new byte[FileExaminer.LargestContent + 1], TestImages.Plain));

        Assert.Equal((1, 1, ScanVerdict.Passed), (report.FilesExamined, report.FilesReadInPart, report.Verdict));
    }

    [Theory]
    [InlineData("manifest")]
    [InlineData("config")]
    [InlineData("layer")]
    public async Task ScanAsync_PartOfTheImageIsDamagedOrMissing_Fails(string part)
    {
        foreach (var damage in new Action<string>[] { path => File.WriteAllText(path, "damaged"), File.Delete })
        {
            var image = await _images.CleanAsync();
            Assert.True(ImageManifest.TryRead((await _images.Layout.ReadAsync(image, default))!.Bytes.Span, out var manifest, out _));
            var digest = part switch { "manifest" => image.Digest, "config" => manifest.Config.Digest, _ => manifest.Layers[0].Digest };
            damage(_images.Layout.Blobs.PathOf(digest));

            var report = await ImageScanner.ScanAsync(_images.Layout, image.Digest, default);

            Assert.Equal("SLS000", Assert.Single(report.Findings).Rule);
            Assert.Equal(ScanVerdict.Failed, report.Verdict);
            _images.Layout.Blobs.Remove(digest);
        }
    }

    [Fact]
    public void Rules_Ids_AreUniqueAndInTheHash()
    {
        Assert.Equal(ScanRules.All.Count(), ScanRules.All.Select(rule => rule.Id).Distinct().Count());
        Assert.All(ScanRules.All, rule => Assert.Matches("^SLS[0-9]{3}$", rule.Id));
        Assert.All(ScanRules.All, rule => Assert.True(rule.Why.EndsWith('.') && rule.Fix.EndsWith('.'), rule.Id));
    }

    private Task<ScanReport> ScanFileAsync(string path, string content) => ScanAsync("1654", [], (path, Encoding.UTF8.GetBytes(content), TestImages.Plain));

    private async Task<ScanReport> ScanAsync(string? user, string[] env, params (string Path, byte[] Content, UnixFileMode Mode)[] files)
    {
        var image = await _images.AddAsync(user, env, files);
        return await ImageScanner.ScanAsync(_images.Layout, image.Digest, default);
    }
}
