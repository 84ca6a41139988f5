using Sluice.Rollouts.Deploy;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Evidence;
using Sluice.Rollouts.Ledger;

namespace Sluice.Rollouts.Rollback;

/// <summary>Goes back to an earlier release because a person asks for it. Needs the cluster alone, and asks nobody.</summary>
/// <param name="ports">Everything outside.</param>
/// <param name="time">The clock.</param>
/// <param name="stacks">Goes back where services have stacks; null where they are updated in place.</param>
public sealed class ReleaseRollback(DeployPorts ports, TimeProvider time, StackReturn? stacks = null)
{
    /// <summary>Runs to an outcome; a cancelled token throws only before anything was changed.</summary>
    public async Task<RollbackOutcome> RunAsync(RollbackRequest request, CancellationToken cancellationToken)
    {
        ClusterResult<IReadOnlyList<LedgerEntry>> history = await RollbackHistory.ReadAsync(ports, cancellationToken).ConfigureAwait(false);
        if (!history.Succeeded(out IReadOnlyList<LedgerEntry>? entries))
        {
            return new RollbackOutcome.Unreadable(history.Problems);
        }

        TargetChoice choice = request.To is { } name ? RollbackTargets.Named(entries, name) : RollbackTargets.Previous(entries, request.OnHold);
        if (choice is not TargetChoice.Found found)
        {
            return new RollbackOutcome.Refused((TargetChoice.None)choice);
        }

        foreach (LedgerEntry skipped in found.Skipped)
        {
            ports.Observer.On(new DeployEvent.Notice($"Release {RollbackTargets.Name(skipped)} is passed over: its objects are not stored."));
        }

        foreach (LedgerEntry held in found.OnHold)
        {
            ports.Observer.On(new DeployEvent.Notice($"Release {RollbackTargets.Name(held)} is passed over: it is on hold."));
        }

        ports.Observer.On(new DeployEvent.Returning(found.Target));
        if (stacks is not null)
        {
            return await stacks.RunAsync(request, found.Target, entries, cancellationToken).ConfigureAwait(false);
        }

        // A person who types this wants traffic back: what can be read of failing pods meanwhile is kept, nothing waits for it.
        var desk = new EvidenceDesk(ports.Evidence, ports.Keepers, ports.Observer, time);
        Task<EvidenceBundle?> reading = desk.ReadAsync(new EvidenceRequest(request.Namespace, [.. found.Target.Services.Select(s => s.Name)], []), cancellationToken);
        RollbackOutcome outcome = await new ReturnRun(ports, request, time).RunAsync(found.Target, Task.CompletedTask, cancellationToken).ConfigureAwait(false);
        return outcome with { Evidence = await desk.KeepAsync(entries[^1].Number, await reading.ConfigureAwait(false)).ConfigureAwait(false) };
    }
}
