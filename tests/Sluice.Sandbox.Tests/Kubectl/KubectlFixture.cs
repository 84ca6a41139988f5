using System.Diagnostics;
using System.Net;
using Serilog.Core;
using Sluice.Sandbox.Api;
using Sluice.Sandbox.Controllers;
using Sluice.Sandbox.Hosting;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Tests.Kubectl;

/// <summary>API server with TLS, controllers, no kubelet; and a kubeconfig for it.</summary>
public sealed class KubectlFixture : IAsyncLifetime, IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("sluice-kubectl").FullName;
    private readonly ObjectStore _store = new(TimeProvider.System);
    private readonly List<ISandboxPart> _parts = [];

    public async Task InitializeAsync()
    {
        var files = new SandboxFiles(_home);
        var addresses = new AddressBlock(15);
        var keys = SandboxKeys.LoadOrCreate(files, addresses, TimeProvider.System);
        var context = new SandboxContext { Home = _home, Addresses = addresses, Store = _store, Time = TimeProvider.System, Log = Logger.None };
        var api = new ApiServer(_store, addresses, new ApiServerOptions(IPAddress.Loopback, 0, keys.Server, keys.Token), TimeProvider.System, Logger.None, null);
        _parts.AddRange([new ControllersPart(context), api]);
        foreach (var part in _parts)
        {
            await part.StartAsync(CancellationToken.None);
        }

        SandboxFiles.WriteWhole(files.Kubeconfig, Kubeconfig.Text(api.Url, keys.CaPem, keys.Token));
    }

    public async Task DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.StopAsync(CancellationToken.None);
            (part as IDisposable)?.Dispose();
        }

        Directory.Delete(_home, recursive: true);
    }

    public void Dispose() => _store.Dispose();

    /// <summary>Runs kubectl with a command line (split at spaces) and an optional standard input.</summary>
    internal async Task<(int Code, string Output, string Error)> RunAsync(string command, string? input = null, params string[] more)
    {
        var start = new ProcessStartInfo("kubectl", [.. command.Split(' '), .. more])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["KUBECONFIG"] = Path.Combine(_home, "kubeconfig"), ["HOME"] = _home },
        };
        using var kubectl = Process.Start(start)!;
        await kubectl.StandardInput.WriteAsync(input ?? "");
        kubectl.StandardInput.Close();
        var output = kubectl.StandardOutput.ReadToEndAsync();
        string error = await kubectl.StandardError.ReadToEndAsync();
        await kubectl.WaitForExitAsync();
        return (kubectl.ExitCode, await output, error);
    }

    /// <summary>The same, for commands that must succeed.</summary>
    internal async Task<string> OutputAsync(string command, string? input = null, params string[] more)
    {
        var (code, output, error) = await RunAsync(command, input, more);
        Assert.True(code == 0, $"kubectl {command}: {error}");
        return output;
    }
}
