using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Samples.PcBench.Tests;

/// <summary>A sample service as a real process on a free loopback port.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<JsonElement> _log = new();
    private readonly TaskCompletionSource<Uri?> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(Process process) => _process = process;

    public IReadOnlyList<JsonElement> Log => [.. _log];

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false });

    public Uri Url => Client.BaseAddress!;

    /// <summary>Starts it and waits until it listens, or until it ended without.</summary>
    public static async Task<ServiceProcess> StartAsync(string assembly, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"), "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["SHUTDOWN_DELAY_SECONDS"] = "0";
        start.Environment["no_proxy"] = "127.0.0.1";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var service = new ServiceProcess(new Process { StartInfo = start });
        service._process.OutputDataReceived += (_, line) => service.Read(line.Data);
        service._process.Start();
        service._process.BeginOutputReadLine();
        service.Client.BaseAddress = await service._listening.Task.WaitAsync(s_patience);
        return service;
    }

    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(s_patience);
        return _process.ExitCode;
    }

    /// <summary>Waits for a log line; a response may arrive before the line about it is written.</summary>
    public async Task<JsonElement> LogLineAsync(Func<string, bool> message)
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (true)
        {
            if (_log.FirstOrDefault(line => message(line.GetProperty("message").GetString()!)) is { ValueKind: JsonValueKind.Object } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            _listening.TrySetResult(null);
            return;
        }

        using var json = JsonDocument.Parse(line);
        var entry = json.RootElement.Clone();
        _log.Enqueue(entry);
        const string Listening = "Listening on ";
        if (entry.GetProperty("message").GetString()!.StartsWith(Listening, StringComparison.Ordinal))
        {
            _listening.TrySetResult(new Uri(entry.GetProperty("message").GetString()![Listening.Length..]));
        }
    }
}
