using Sluice.Rollouts.Events;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Driver;

/// <summary>Keeps the journal of one rollout: writes what differs from what is written, and what gates learnt, but not too often.</summary>
internal sealed class JournalDesk(IRolloutJournal journal, IDeployObserver observer, TimeProvider time)
{
    /// <summary>What gates learn changes with every look.</summary>
    private static readonly TimeSpan GatePause = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, DateTimeOffset> _gates = [];
    private string _written = "";
    private bool _isBroken;

    /// <summary>Null when the record is in the journal as it is.</summary>
    public async Task<ClusterProblem?> WriteAsync(RolloutRecord record, CancellationToken cancellationToken)
    {
        var text = Text(record);
        if (text == _written)
        {
            return null;
        }

        var problem = await journal.WriteAsync(record, cancellationToken).ConfigureAwait(false);
        if (problem is null)
        {
            (_written, _isBroken) = (text, false);
        }
        else if (!_isBroken && problem.Kind != ClusterProblemKind.LockLost)
        {
            _isBroken = true;
            observer.On(new DeployEvent.Notice($"The journal cannot be written, so nothing new is begun until it can: {problem.What}"));
        }

        return problem;
    }

    /// <summary>Adds lines. They are for people: what cannot be written is not tried again.</summary>
    public async Task TellAsync(int rollout, IReadOnlyList<JournalLine> lines, CancellationToken cancellationToken)
    {
        if (lines.Count > 0)
        {
            await journal.AppendAsync(rollout, lines, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps what gates have learnt.</summary>
    /// <param name="rollout">Number of the rollout.</param>
    /// <param name="services">Whose gates.</param>
    /// <param name="desk">Knows it.</param>
    /// <param name="isDecision">Whether something was decided, which is worth a write at any time.</param>
    /// <param name="cancellationToken">Throws when cancelled.</param>
    public async Task KeepGatesAsync(int rollout, IEnumerable<string> services, IGateDesk desk, bool isDecision, CancellationToken cancellationToken)
    {
        foreach (var service in services)
        {
            var now = time.GetUtcNow();
            if (desk.Learnt(service) is { } learnt && (isDecision || !_gates.TryGetValue(service, out var last) || now - last >= GatePause))
            {
                _gates[service] = now;
                await journal.KeepGateAsync(rollout, service, learnt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static string Text(RolloutRecord record) =>
        $"{record.Stage} {StateDocument.Write(record.State)} {string.Join('|', record.Intent)} {string.Join('|', record.Heard)} {record.Fence} {record.Driver} {record.Stored}";
}
