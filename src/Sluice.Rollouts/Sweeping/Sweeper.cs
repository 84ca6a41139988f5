using Sluice.Model.Environments;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Sweeping;

/// <summary>What a sweep did.</summary>
/// <param name="Done">Done, in words.</param>
/// <param name="Open">What is left for a person, or for later.</param>
/// <param name="Problems">What could not be done.</param>
public sealed record SweepOutcome(IReadOnlyList<string> Done, IReadOnlyList<DueItem> Open, IReadOnlyList<ClusterProblem> Problems);

/// <summary>Does what is due in an environment. Holds its lock.</summary>
/// <param name="ports">Everything outside.</param>
/// <param name="placements">The services in the environment.</param>
/// <param name="time">The clock.</param>
public sealed class Sweeper(RolloutPorts ports, IReadOnlyList<ServicePlacement> placements, TimeProvider time)
{
    /// <param name="ns">The environment's namespace.</param>
    /// <param name="adopt">Makes this run the driver of a rollout.</param>
    /// <param name="cancellationToken">Leaves the rest to the next sweep.</param>
    public async Task<SweepOutcome> RunAsync(string ns, Func<RolloutRecord, RolloutRecord> adopt, CancellationToken cancellationToken)
    {
        string[] services = [.. placements.Select(one => one.Service)];
        var journal = await ports.Journal.NewestAsync(cancellationToken).ConfigureAwait(false);
        var found = await ports.Stacks.FindAsync(ns, services, cancellationToken).ConfigureAwait(false);
        if (!journal.Succeeded(out var records) || !found.Succeeded(out var stacks))
        {
            return new SweepOutcome([], [], [.. journal.Problems, .. found.Problems]);
        }

        var newest = records is [.., var last] ? last : null;
        var items = DueWork.Of(stacks, newest, isDriven: false, time.GetUtcNow());
        var (done, open, problems) = (new List<string>(), new List<DueItem>(), new List<ClusterProblem>());
        foreach (var item in items)
        {
            if (!item.IsDue(time.GetUtcNow()) || item.Kind == DueKind.UnfinishedRollout)
            {
                open.Add(item);
            }
            else if (item.Stack is { } stack)
            {
                Note(await ports.Stacks.RemoveAsync(stack, cancellationToken).ConfigureAwait(false), $"{stack.Name} is removed.");
            }
            else
            {
                var outcome = await new RolloutContinuation(ports, placements, time).SuspendAsync(adopt(newest!), cancellationToken).ConfigureAwait(false);
                Note(outcome is RolloutOutcome.Suspended ? null : ((outcome as RolloutOutcome.Infrastructure)?.Problems[0] ?? new ClusterProblem(ClusterProblemKind.Unreachable, $"The weight of rollout {newest!.Number} could not be taken back.", "")), $"Rollout {newest!.Number} was watched by nobody: the weight of its candidates is taken back.");
                open.Add(item with { Kind = DueKind.UnfinishedRollout, Text = $"Rollout {newest.Number} ({newest.Release.Version}) is suspended." });
            }
        }

        return new SweepOutcome(done, open, problems);

        void Note(ClusterProblem? problem, string text)
        {
            if (problem is null)
            {
                done.Add(text);
            }
            else
            {
                problems.Add(problem);
            }
        }
    }
}
