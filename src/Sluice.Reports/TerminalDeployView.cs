using Serilog;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Reports;

/// <summary>Prints a deploy as it happens, a line per event, without repeating itself.</summary>
public sealed class TerminalDeployView(ILogger log) : IDeployObserver
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _lastLines = [];

    public void On(DeployEvent deployEvent)
    {
        if (DeployLines.Describe(deployEvent) is not { } line)
        {
            return;
        }

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
