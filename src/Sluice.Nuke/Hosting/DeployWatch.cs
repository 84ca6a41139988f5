using Serilog;
using Sluice.Nuke.Hosting.Output;
using Sluice.Reports;
using Sluice.Reports.Ci;
using Sluice.Reports.Html;
using Sluice.Reports.Live;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;

namespace Sluice.Nuke.Hosting;

/// <summary>Shows a deploy or a return as it happens, as a picture at a terminal, else as lines; and keeps what happened for its report.</summary>
internal sealed class DeployWatch : IDeployObserver, IDisposable
{
    private readonly IDeployObserver _view;
    private readonly EventRecorder _recorder;
    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _startedAt;
    private readonly Func<string, string> _clean;

    private DeployWatch(IDeployObserver view, SluiceSession session, IReadOnlyList<LedgerEntry> history)
    {
        _view = view;
        _clock = session.Clock;
        _clean = session.Redactor.Clean;
        _recorder = new EventRecorder(view, _clock);
        _startedAt = _clock.GetUtcNow();
        History = history;
    }

    /// <summary>The ledger until then; empty when it could not be read.</summary>
    public IReadOnlyList<LedgerEntry> History { get; }

    /// <param name="session">The run.</param>
    /// <param name="cluster">Whose ledger tells how long it takes and what served before.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="isReturn">Whether it is a return.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<DeployWatch> StartAsync(SluiceSession session, EnvironmentCluster cluster, string title, bool isReturn, CancellationToken cancellationToken)
    {
        var history = (await cluster.Ledger.ReadAsync(cancellationToken)).Value ?? [];
        IDeployObserver view = OutputRedaction.Screen is { } screen
            ? new LiveDeployView(Log.Logger, screen, session.Clock, session.Redactor.Clean(title), ExpectedTime.Of(history, isReturn), cluster.EnvironmentName)
            : session.Server.Marks(session.Clock) is { } marks
                ? new PhasedDeployView(new TerminalDeployView(Log.Logger, cluster.EnvironmentName), marks, Console.WriteLine)
                : new TerminalDeployView(Log.Logger, cluster.EnvironmentName);
        return new DeployWatch(view, session, history);
    }

    // Before anything is cut to a width: half of a secret would not be known as one.
    public void On(DeployEvent deployEvent) => _recorder.On(CleanEvents.Of(deployEvent, _clean));

    /// <summary>What the report is about, up to now.</summary>
    public ReportedRun Run(string command, string environment) => new(command, environment, _startedAt, _clock.GetUtcNow(), _recorder.Events);

    public void Dispose() => (_view as IDisposable)?.Dispose();
}
