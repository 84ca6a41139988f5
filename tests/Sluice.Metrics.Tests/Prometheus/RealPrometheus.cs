using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Sluice.Metrics.Tests.Prometheus;

/// <summary>The server <c>prometheus</c> of this machine, on a free port, asking one target ten times a second.</summary>
internal sealed partial class RealPrometheus : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-prometheus-");
    private readonly Process _process;

    private RealPrometheus(string configuration)
    {
        var file = Path.Combine(_folder.FullName, "prometheus.yml");
        File.WriteAllText(file, configuration);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(
                "prometheus", [$"--config.file={file}", $"--storage.tsdb.path={Path.Combine(_folder.FullName, "data")}", "--web.listen-address=127.0.0.1:0"])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            },
        };
    }

    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "prometheus")));

    public Uri Address { get; private set; } = new("http://localhost");

    /// <param name="target">What it asks for <c>/metrics</c>.</param>
    /// <param name="ns">Label <c>namespace</c> of all that it answers.</param>
    /// <param name="pod">Label <c>pod</c>.</param>
    public static async Task<RealPrometheus> StartAsync(Uri target, string ns, string pod)
    {
        var server = new RealPrometheus($$"""
            global: {scrape_interval: 100ms, scrape_timeout: 100ms}
            scrape_configs:
              - job_name: pods
                static_configs:
                  - targets: ['{{target.Authority}}']
                    labels: {namespace: {{ns}}, pod: '{{pod}}'}
            """);
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        server._process.ErrorDataReceived += (_, line) => Listen(line.Data);
        server._process.OutputDataReceived += (_, _) => { };
        server._process.Start();
        server._process.BeginErrorReadLine();
        server._process.BeginOutputReadLine();
        server.Address = new Uri($"http://{await address.Task.WaitAsync(TimeSpan.FromSeconds(60))}");
        return server;

        void Listen(string? line)
        {
            if (line is null)
            {
                address.TrySetException(new InvalidOperationException("prometheus ended before it listened"));
            }
            else if (ListeningLine().Match(line) is { Success: true } match)
            {
                address.TrySetResult(match.Groups[1].Value);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    [GeneratedRegex(@"Listening on"" address=([0-9.]+:\d+)")]
    private static partial Regex ListeningLine();
}

/// <summary>A test against the machine's own Prometheus.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealPrometheusFactAttribute : FactAttribute
{
    public RealPrometheusFactAttribute() => Skip = RealPrometheus.IsInstalled ? null : "needs prometheus: apt-get install --no-install-recommends prometheus";
}
