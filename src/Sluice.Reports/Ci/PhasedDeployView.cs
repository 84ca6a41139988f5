using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Reports.Ci;

/// <summary>Puts a build server's marks around the phases of a deploy. A phase that has nothing to say gets none.</summary>
/// <param name="inner">Prints the events.</param>
/// <param name="marks">The build server's.</param>
/// <param name="write">Prints a line as it is.</param>
public sealed class PhasedDeployView(IDeployObserver inner, IPhaseMarks marks, Action<string> write) : IDeployObserver, IDisposable
{
    private readonly Lock _gate = new();
    private string? _phase;
    private string? _open;

    public void On(DeployEvent deployEvent)
    {
        lock (_gate)
        {
            _phase = DeployPhases.Of(deployEvent) ?? _phase;
            if (_phase is not null && _phase != _open && Speaks(deployEvent))
            {
                Close();
                Write(marks.Begin(_phase));
                _open = _phase;
            }

            inner.On(deployEvent);
        }
    }

    /// <summary>Ends the last phase.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Close();
            _phase = null;
        }
    }

    // What a rollout shows is told in several lines, by whoever prints it.
    private static bool Speaks(DeployEvent deployEvent) => deployEvent is DeployEvent.RolloutSeen || DeployLines.Describe(deployEvent) is not null;

    private void Close()
    {
        if (_open is not null)
        {
            Write(marks.End());
            _open = null;
        }
    }

    private void Write(IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
        {
            write(line);
        }
    }
}
