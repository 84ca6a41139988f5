using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Driver;

/// <summary>Makes an observation out of everything that can be seen without waiting, but for jobs, which are asked now and then.</summary>
internal sealed class RolloutSenses(RolloutPorts ports, IReadOnlyList<Lane> lanes, IStackWatch watch, IGateDesk desk, CommandRunner runner, TimeProvider time)
{
    private static readonly TimeSpan JobPause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (string Name, JobSight Sight, DateTimeOffset At)> _jobs = [];

    /// <summary>What was seen last of each lane.</summary>
    public IReadOnlyDictionary<string, LaneSight?> Seen { get; private set; } = new Dictionary<string, LaneSight?>();

    public async Task<Observation> ObserveAsync(RolloutState state, RolloutSignal signal, CancellationToken cancellationToken)
    {
        Seen = lanes.ToDictionary(lane => lane.Service, watch.See);
        foreach (var lane in lanes.Where(lane => runner.Job(lane.Service) is not null))
        {
            await AskAsync(lane, state, runner.Job(lane.Service)!, cancellationToken).ConfigureAwait(false);
        }

        return new Observation(time.GetUtcNow(), signal, [.. lanes.Where(lane => Seen[lane.Service] is not null).Select(lane => Of(lane, Seen[lane.Service]!))]);
    }

    private ServiceObservation Of(Lane lane, LaneSight seen) => new(lane.Service)
    {
        Stable = seen.Stable,
        Candidate = seen.Candidate,
        Weight = seen.Weight,
        Asked = seen.Asked,
        IsHeld = seen.IsHeld,
        IsPromoted = seen.IsPromoted,
        IsWarm = seen.IsWarm,
        Gate = desk.Answer(lane.Service),
        Job = runner.Job(lane.Service) is { } run && _jobs.TryGetValue(lane.Service, out var job) && job.Name == run.Name ? job.Sight : null,
        IsEvidenceSaved = runner.IsEvidenceSaved,
    };

    private async Task AskAsync(Lane lane, RolloutState state, JobRun run, CancellationToken cancellationToken)
    {
        var service = state.Services.Single(one => one.Service == lane.Service);
        var known = _jobs.TryGetValue(lane.Service, out var last) && last.Name == run.Name;
        if (service.Phase != ServicePhase.Acting || (known && (last.Sight.HasPassed is not null || time.GetUtcNow() - last.At < JobPause)))
        {
            return;
        }

        var look = await ports.Jobs.LookAsync(run, cancellationToken).ConfigureAwait(false);
        if (look.Succeeded(out var progress))
        {
            _jobs[lane.Service] = (run.Name, new JobSight(service.Step, progress.HasPassed, progress.Text), time.GetUtcNow());
        }
    }
}
