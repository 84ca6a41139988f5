using System.Diagnostics;
using System.Text.RegularExpressions;
using Sluice.Oci.Registry;

namespace Sluice.Oci.Tests.Registry;

/// <summary>Debian's package docker-registry (Distribution 2.8) on a free port, with a login.</summary>
internal sealed partial class DebianRegistry : IAsyncDisposable, ICredentialProvider
{
    /// <summary>Bcrypt of the password below, made for these tests.</summary>
    private const string Users = "tester:$2y$04$abcdefghijklmnopqrstuunuSle4Vnv9UoBGkaR3XiSTcQVpkeb9y";

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    private DebianRegistry(string configuration)
    {
        File.WriteAllText(_folder.File("users"), Users + "\n");
        File.WriteAllText(_folder.File("config.yml"), configuration.Replace("FOLDER", _folder.Path, StringComparison.Ordinal));
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("docker-registry", ["serve", _folder.File("config.yml")]) { RedirectStandardError = true, RedirectStandardOutput = true },
        };
    }

    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "docker-registry")));

    public static RegistryCredential Credential { get; } = new("tester", "sluice-test");

    public string Host { get; private set; } = "";

    public static async Task<DebianRegistry> StartAsync(bool isReadOnly = false)
    {
        var registry = new DebianRegistry($$"""
            version: 0.1
            log: { level: info }
            storage:
              filesystem: { rootdirectory: FOLDER/data }
              delete: { enabled: true }
              maintenance: { readonly: { enabled: {{(isReadOnly ? "true" : "false")}} } }
            http: { addr: "127.0.0.1:0" }
            auth: { htpasswd: { realm: test, path: FOLDER/users } }
            """);
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        registry._process.ErrorDataReceived += (_, line) => Listen(line.Data);
        registry._process.OutputDataReceived += (_, line) => Listen(line.Data);
        registry._process.Start();
        registry._process.BeginErrorReadLine();
        registry._process.BeginOutputReadLine();
        registry.Host = await address.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return registry;

        void Listen(string? line)
        {
            if (line is null)
            {
                address.TrySetException(new InvalidOperationException("docker-registry ended before it listened"));
            }
            else if (ListeningLine().Match(line) is { Success: true } match)
            {
                address.TrySetResult(match.Groups[1].Value);
            }
        }
    }

    public ValueTask<CredentialAnswer> GetAsync(string host, CancellationToken cancellationToken) => new(new CredentialAnswer(Credential));

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex(@"listening on ([0-9.]+:\d+)")]
    private static partial Regex ListeningLine();
}

/// <summary>A test against Debian's registry.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DebianRegistryFactAttribute : FactAttribute
{
    public DebianRegistryFactAttribute() => Skip = DebianRegistry.IsInstalled ? null : "needs docker-registry: apt-get install docker-registry";
}
