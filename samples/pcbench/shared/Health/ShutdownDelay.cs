using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PcBench.ServiceDefaults.Logging;
using PcBench.ServiceDefaults.Settings;

namespace PcBench.ServiceDefaults.Health;

/// <summary>
/// Holds the server open after SIGTERM. The host calls <see cref="StoppingAsync"/> before it stops any service, the web
/// server included; readiness has turned false by then, so no proxy picks this process for new connections when the server closes.
/// </summary>
internal sealed class ShutdownDelay(ServiceSettings settings, TimeProvider clock, ILogger<ShutdownDelay> log) : IHostedLifecycleService
{
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        log.Stopping(settings.ShutdownDelay.TotalSeconds);
        await Task.Delay(settings.ShutdownDelay, clock, cancellationToken);
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        log.Stopped();
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
