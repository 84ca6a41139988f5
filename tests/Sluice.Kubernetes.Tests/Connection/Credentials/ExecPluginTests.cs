using System.Text.Json.Nodes;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Connection.Credentials;
using Sluice.Kubernetes.Connection.Kubeconfigs;
using Sluice.Kubernetes.Tests.Fakes;

namespace Sluice.Kubernetes.Tests.Connection.Credentials;

/// <summary>The plugins are shell scripts that <c>sh</c> reads.</summary>
public sealed class ExecPluginTests : IDisposable
{
    private const string Answer = """echo '{"apiVersion":"v1","kind":"ExecCredential","status":{"token":"t"}}'""";

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_Plugin_GetsItsArgumentsEnvironmentAndWhatItIsFor()
    {
        string seen = Path.Combine(folder.Path, "seen");
        var plugin = new ExecPlugin(
            Exec($"printf '%s|%s|%s' \"$KUBERNETES_EXEC_INFO\" \"$PREFIX\" \"$1\" >'{seen}'\n{Answer}", new("PREFIX", "p"), "an argument"),
            "sh",
            new JsonObject { ["server"] = "https://h" },
            TimeProvider.System);

        ExecCredential credential = await plugin.RunAsync(default);

        Assert.Equal("t", credential.Token);
        string[] parts = (await File.ReadAllTextAsync(seen)).Split('|');
        JsonNode info = JsonNode.Parse(parts[0])!;
        Assert.Equal(("v1", "ExecCredential", "https://h"), ((string?)info["apiVersion"], (string?)info["kind"], (string?)info["spec"]!["cluster"]!["server"]));
        Assert.Equal(["p", "an argument"], parts[1..]);
    }

    [Fact]
    public async Task Run_PluginReadsItsInput_FindsItEmpty()
    {
        ExecCredential credential = await Plugin($"cat\n{Answer}", "Never").RunAsync(default);

        Assert.Equal("t", credential.Token);
    }

    [Theory]
    [InlineData("echo secret; exit 3", "sh ended with exit code 3")]
    [InlineData("echo secret", "did not print JSON")]
    [InlineData("echo '[\"secret\"]'", "did not print JSON")]
    [InlineData("echo '{\"kind\":\"Status\",\"message\":\"secret\"}'", "printed a Status")]
    [InlineData("echo '{\"apiVersion\":\"v2\",\"status\":{\"token\":\"secret\"}}'", "answered for v2, the kubeconfig asks for v1")]
    [InlineData("echo '{\"apiVersion\":\"v1\",\"status\":{\"clientKeyData\":\"secret\"}}'", "no usable credential")]
    [InlineData("echo '{\"apiVersion\":\"v1\",\"status\":{\"token\":\"t\",\"expirationTimestamp\":\"secret\"}}'", "expirationTimestamp")]
    [InlineData("echo '{\"apiVersion\":\"v1\",\"status\":{\"token\":5,\"token\":{\"secret\":1}}}'", "no usable credential")]
    public async Task Run_BrokenPlugin_SaysWhatItDidWithoutItsOutput(string script, string expected)
    {
        CredentialException failed = await Assert.ThrowsAsync<CredentialException>(() => Plugin(script).RunAsync(default));

        Assert.Contains(expected, failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_PluginIsNotThere_SaysHowToGetIt()
    {
        var plugin = new ExecPlugin(new KubeconfigExec { ApiVersion = "v1", InstallHint = "Install it\n  from here." }, "no-such-plugin-anywhere", null, TimeProvider.System);

        CredentialException failed = await Assert.ThrowsAsync<CredentialException>(() => plugin.RunAsync(default));

        Assert.Equal("no-such-plugin-anywhere is not there. Install it from here", failed.Message);
    }

    [Fact]
    public async Task Run_WaitsForEver_EndsAtItsLimit()
    {
        var time = new ManualClock();
        string started = Path.Combine(folder.Path, "started");
        Task<ExecCredential> running = Plugin($"touch '{started}'; sleep 600", time: time).RunAsync(default);
        await Api.ApiClientTests.Until(() => File.Exists(started));

        time.Advance(ExecPlugin.Limit);

        CredentialException failed = await Assert.ThrowsAsync<CredentialException>(() => running);
        Assert.Contains("did not end within 120 s", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Cancelled_EndsThePlugin()
    {
        using var cancel = new CancellationTokenSource();
        string pid = Path.Combine(folder.Path, "pid");
        Task<ExecCredential> running = Plugin($"echo $$ >'{pid}.new'; mv '{pid}.new' '{pid}'; exec sleep 600").RunAsync(cancel.Token);
        await Api.ApiClientTests.Until(() => File.Exists(pid));

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        int process = int.Parse(await File.ReadAllTextAsync(pid), System.Globalization.CultureInfo.InvariantCulture);
        await Api.ApiClientTests.Until(() => !IsAlive(process));
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private ExecPlugin Plugin(string script, string? mode = null, TimeProvider? time = null)
    {
        KubeconfigExec exec = Exec(script, new("A", "b"));
        return new ExecPlugin(
            new KubeconfigExec { ApiVersion = exec.ApiVersion, Arguments = exec.Arguments, Environment = exec.Environment, InteractiveMode = mode },
            "sh",
            null,
            time ?? TimeProvider.System);
    }

    private KubeconfigExec Exec(string script, KeyValuePair<string, string> variable, params string[] arguments) => new()
    {
        ApiVersion = "v1",
        Arguments = [folder.Write("plugin.sh", script + "\n"), .. arguments],
        Environment = [variable],
    };
}
