using Sluice.Model.Services;
using Sluice.Rollouts.Events;

namespace Sluice.Rollouts.Driver;

/// <summary>A hook of a service in a rollout.</summary>
/// <param name="Service">Whose.</param>
/// <param name="Namespace">Where.</param>
/// <param name="Hook">What runs, and what its failure means.</param>
public sealed record ServiceHook(string Service, string Namespace, HookDefinition Hook);

/// <summary>Runs hooks one after the other. One that ran before in the same rollout is not run again.</summary>
internal sealed class HookRunner(RolloutPorts ports, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The pods of a job start before its deadline begins to count here.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>Null when all passed, or their failure is to be reported only.</summary>
    /// <param name="when"><c>before</c> or <c>after</c>.</param>
    /// <param name="hooks">In their order.</param>
    /// <param name="rollout">Number of the rollout.</param>
    /// <param name="release">What goes live.</param>
    /// <param name="cancellationToken">Leaves a job that runs to itself; the next run finds it.</param>
    public async Task<string?> RunAsync(string when, IReadOnlyList<ServiceHook> hooks, int rollout, Release release, CancellationToken cancellationToken)
    {
        foreach (var one in hooks)
        {
            var run = RolloutJobNames.Hook(when, one.Namespace, one.Service, one.Hook.Job, rollout, release);
            ports.Deploy.Observer.On(new DeployEvent.Notice($"The hook {one.Hook.Job.Name} of {one.Service} runs (job {run.Name})."));
            if (await RunAsync(run, cancellationToken).ConfigureAwait(false) is not { } problem)
            {
                continue;
            }

            var text = $"The hook {one.Hook.Job.Name} of {one.Service}, which runs {when} the rollout, failed: {problem}";
            if (one.Hook.OnFailure == HookFailure.Stop)
            {
                return text;
            }

            ports.Deploy.Observer.On(new DeployEvent.Notice($"{text} The rollout goes on, as sluice.yaml says (onFailure: continue)."));
        }

        return null;
    }

    private async Task<string?> RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        if (await ports.Jobs.StartAsync(run, cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            return refusal.What;
        }

        for (var begun = time.GetTimestamp(); ; await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false))
        {
            var look = await ports.Jobs.LookAsync(run, cancellationToken).ConfigureAwait(false);
            if (look.Value is { HasPassed: { } hasPassed } progress)
            {
                return hasPassed ? null : progress.Text;
            }

            if (time.GetElapsedTime(begun) >= run.Job.Deadline + Grace)
            {
                return look.Problems is [var problem, ..] ? problem.What : $"it did not end within {run.Job.Deadline}.";
            }
        }
    }
}
