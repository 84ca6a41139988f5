using System.Globalization;
using System.Threading.Channels;
using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Readiness.Kinds;
using Sluice.Rollouts;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Readiness;

/// <summary>What one wait is for.</summary>
/// <param name="Deployments">Names of Deployments.</param>
/// <param name="Others">Everything else.</param>
/// <param name="Deadline">Counts from the start, and nothing extends it.</param>
/// <param name="Stable">How long everything must stay ready, where it had to be waited for. A deadline that falls into this time does not cut it short.</param>
internal sealed record WaitGoal(IReadOnlyList<string> Deployments, IReadOnlyList<KindTarget> Others, TimeSpan Deadline, TimeSpan Stable);

/// <summary>One wait: takes changes, lets the rules judge, stops at the first definite answer or at the deadline.</summary>
internal sealed class ReadinessWait(WaitGoal goal, NamespaceView view, IDeployObserver observer, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly long started = time.GetTimestamp();
    private readonly ProgressReporter reporter = new(observer);
    private TimeSpan? readySince;

    private TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <summary>Who is to blame, after a failure or a passed deadline.</summary>
    public IReadOnlyList<(string Service, string Pod, PodTrouble Trouble)> Culprits { get; private set; } = [];

    public async Task<ReadinessResult> RunAsync(ChannelReader<MirrorChange> changes, CancellationToken cancellationToken)
    {
        Task<bool> next = changes.WaitToReadAsync(cancellationToken).AsTask();
        while (true)
        {
            await SleepAsync(next, cancellationToken).ConfigureAwait(false);
            if (next.IsCompleted)
            {
                await next.ConfigureAwait(false);
                if (TakeAll(changes) is { } failed)
                {
                    return failed;
                }

                next = changes.WaitToReadAsync(cancellationToken).AsTask();
            }

            if (Step() is { } result)
            {
                return result;
            }
        }
    }

    /// <summary>Whether everything is ready at the first look; then it is not news, and need not prove itself.</summary>
    public bool IsReady() => Judge(time.GetUtcNow(), Elapsed).TrueForAll(v => v.Verdict is ReadinessVerdict.Ready);

    /// <summary>Null while the answer is open.</summary>
    private ReadinessResult? Step()
    {
        TimeSpan elapsed = Elapsed;
        List<(string Service, ReadinessVerdict Verdict)> verdicts = Judge(time.GetUtcNow(), elapsed);
        if (verdicts.TrueForAll(v => v.Verdict is ReadinessVerdict.Ready))
        {
            readySince ??= elapsed;
            return elapsed - readySince >= goal.Stable ? new ReadinessResult.Ready(elapsed) : null;
        }

        readySince = null;
        if (view.IsComplete && verdicts.Exists(v => v.Verdict is ReadinessVerdict.Failed))
        {
            Culprits = [.. verdicts.Where(v => v.Verdict is ReadinessVerdict.Failed).Select(v => (v.Service, ((ReadinessVerdict.Failed)v.Verdict).Pod, ((ReadinessVerdict.Failed)v.Verdict).Trouble))];
            return new ReadinessResult.Failed([]);
        }

        if (elapsed < goal.Deadline)
        {
            return null;
        }

        Culprits = [.. verdicts.Where(v => v.Verdict is not ReadinessVerdict.Ready).Select(v => Late(v.Service, v.Verdict))];
        return new ReadinessResult.TimedOut(goal.Deadline, []);
    }

    private List<(string Service, ReadinessVerdict Verdict)> Judge(DateTimeOffset now, TimeSpan elapsed)
    {
        var verdicts = new List<(string Service, ReadinessVerdict Verdict)>();
        foreach (string service in goal.Deployments)
        {
            WorkloadSnapshot snapshot = view.Snapshot(service, now);
            ReadinessVerdict verdict = ReadinessRules.Judge(snapshot, now);
            reporter.Report(snapshot, verdict is ReadinessVerdict.Ready, elapsed);
            verdicts.Add((service, verdict));
        }

        foreach (KindTarget target in goal.Others.Where(t => t.Service is null))
        {
            (ReadinessVerdict verdict, IReadOnlyList<ObservedPod> pods) = KindJudge.Judge(target, view, now);
            reporter.Report(target.Label, pods, verdict is ReadinessVerdict.Ready, elapsed);
            verdicts.Add((target.Label, verdict));
        }

        // A Service is only to blame for what its pods are not.
        bool podsServe = verdicts.TrueForAll(v => v.Verdict is ReadinessVerdict.Ready);
        foreach (KindTarget target in goal.Others.Where(t => t.Service is not null))
        {
            if (podsServe)
            {
                verdicts.Add((target.Label, EndpointRule.Judge(target, target.Service!, view, now)));
            }
            else
            {
                EndpointRule.Forget(target, view, now);
            }
        }

        return verdicts;
    }

    private async Task SleepAsync(Task<bool> next, CancellationToken cancellationToken)
    {
        TimeSpan left = (readySince is { } since ? since + goal.Stable : goal.Deadline) - Elapsed;
        TimeSpan sleep = left < Tick ? left : Tick;
        if (!next.IsCompleted && sleep > TimeSpan.Zero)
        {
            using var awake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(next, Task.Delay(sleep, time, awake.Token)).ConfigureAwait(false);
            await awake.CancelAsync().ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private ReadinessResult.Unreachable? TakeAll(ChannelReader<MirrorChange> changes)
    {
        while (changes.TryRead(out MirrorChange? change))
        {
            if (change is MirrorChange.Failed failed)
            {
                return new ReadinessResult.Unreachable(Problems.Of(failed.Error, $"watching {failed.Resource}"));
            }

            if (change is MirrorChange.Lost lost)
            {
                reporter.Lost(lost);
            }

            view.Take(change);
        }

        return null;
    }

    private (string Service, string Pod, PodTrouble Trouble) Late(string service, ReadinessVerdict verdict)
    {
        string limit = goal.Deadline.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        return verdict switch
        {
            ReadinessVerdict.Failed failed => (service, failed.Pod, failed.Trouble),
            ReadinessVerdict.Waiting { Trouble: { } trouble } waiting => (service, waiting.Pod, trouble with { Reason = $"not ready after {limit} s: {trouble.Reason}" }),
            _ => (service, "", new PodTrouble(
                TroubleClass.Slow,
                "NotReady",
                "",
                $"not ready after {limit} s; nothing in the cluster says what it waits for",
                $"kubectl describe deployment {service} shows its conditions; readyDeadline in sluice.yaml is how long Sluice waits.",
                null)),
        };
    }
}
