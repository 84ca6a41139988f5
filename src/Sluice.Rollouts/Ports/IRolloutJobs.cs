using Sluice.Rollouts.Driver;

namespace Sluice.Rollouts.Ports;

/// <summary>Runs the jobs of a rollout in the cluster: smoke tests of a candidate, hooks of a release.</summary>
public interface IRolloutJobs
{
    /// <summary>Starts it, unless it was started before: the name of a run tells it from every other. A job is never started twice by a resume.</summary>
    Task<ClusterProblem?> StartAsync(JobRun run, CancellationToken cancellationToken);

    /// <summary>How it stands, with the end of its log when it failed.</summary>
    Task<ClusterResult<JobProgress>> LookAsync(JobRun run, CancellationToken cancellationToken);

    /// <summary>Ends it, with its pods. Null when it is gone.</summary>
    Task<ClusterProblem?> EndAsync(JobRun run, CancellationToken cancellationToken);
}
