using Serilog;
using Serilog.Events;
using Sluice.Reports.Rollouts;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Reports;

/// <summary>Prints a deploy as it happens, a line per event, without repeating itself.</summary>
/// <param name="log">Gets the lines.</param>
/// <param name="environment">Name of the environment, for what to type; may be empty.</param>
public sealed class TerminalDeployView(ILogger log, string environment) : IDeployObserver
{
    private readonly RolloutNarrator _narrator = new(environment);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _lastLines = [];

    public void On(DeployEvent deployEvent)
    {
        if (deployEvent is DeployEvent.RolloutChanged or DeployEvent.RolloutSeen)
        {
            lock (_gate)
            {
                foreach (var line in _narrator.Tell(deployEvent))
                {
                    log.Write(line.IsUrgent ? LogEventLevel.Warning : LogEventLevel.Information, "{Line:l}", line.Text);
                }
            }
        }
        else if (DeployLines.Describe(deployEvent) is { } line)
        {
            Print(deployEvent, line);
        }
    }

    private void Print(DeployEvent deployEvent, string line)
    {
        lock (_gate)
        {
            // Services progress side by side; each is compared with its own last line.
            var subject = deployEvent is DeployEvent.Progress progress ? progress.Service : "";
            if (_lastLines.TryGetValue(subject, out var last) && last == line)
            {
                return;
            }

            _lastLines[subject] = line;
            if (deployEvent is DeployEvent.Notice or DeployEvent.Reconnecting)
            {
                log.Warning("{Line:l}", line);
            }
            else
            {
                log.Information("{Line:l}", line);
            }
        }
    }
}
