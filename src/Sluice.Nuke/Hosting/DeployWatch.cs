using Serilog;
using Sluice.Nuke.Hosting.Output;
using Sluice.Reports;
using Sluice.Reports.Live;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Nuke.Hosting;

/// <summary>Shows a deploy or a return as it happens: as a picture at a terminal, else as lines.</summary>
internal sealed class DeployWatch(IDeployObserver view, Func<string, string> clean) : IDeployObserver, IDisposable
{
    /// <param name="session">The run.</param>
    /// <param name="cluster">Whose ledger tells how long it takes.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="isReturn">Whether it is a return.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<DeployWatch> StartAsync(SluiceSession session, EnvironmentCluster cluster, string title, bool isReturn, CancellationToken cancellationToken)
    {
        if (OutputRedaction.Screen is not { } screen)
        {
            return new DeployWatch(new TerminalDeployView(Log.Logger), session.Redactor.Clean);
        }

        var history = await cluster.Ledger.ReadAsync(cancellationToken);
        var expected = history.Succeeded(out var entries) ? ExpectedTime.Of(entries, isReturn) : null;
        return new DeployWatch(new LiveDeployView(Log.Logger, screen, session.Clock, session.Redactor.Clean(title), expected), session.Redactor.Clean);
    }

    // Before anything is cut to a width: half of a secret would not be known as one.
    public void On(DeployEvent deployEvent) => view.On(CleanEvents.Of(deployEvent, clean));

    public void Dispose() => (view as IDisposable)?.Dispose();
}
