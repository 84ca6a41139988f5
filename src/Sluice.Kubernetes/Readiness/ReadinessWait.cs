using System.Globalization;
using System.Threading.Channels;
using Sluice.Kubernetes.Api;
using Sluice.Rollouts;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Readiness;

/// <summary>One wait: takes changes, lets the rules judge, stops at the first definite answer or at the deadline.</summary>
internal sealed class ReadinessWait(IReadOnlyList<string> services, TimeSpan deadline, NamespaceView view, IDeployObserver observer, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly long started = time.GetTimestamp();
    private readonly ProgressReporter reporter = new(observer);

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

    /// <summary>Null while the answer is open.</summary>
    public ReadinessResult? Step()
    {
        DateTimeOffset now = time.GetUtcNow();
        TimeSpan elapsed = time.GetElapsedTime(started);
        var verdicts = new List<(string Service, ReadinessVerdict Verdict)>();
        foreach (string service in services)
        {
            WorkloadSnapshot snapshot = view.Snapshot(service, now);
            ReadinessVerdict verdict = ReadinessRules.Judge(snapshot, now);
            reporter.Report(snapshot, verdict is ReadinessVerdict.Ready, elapsed);
            verdicts.Add((service, verdict));
        }

        if (verdicts.All(v => v.Verdict is ReadinessVerdict.Ready))
        {
            return new ReadinessResult.Ready(elapsed);
        }

        if (view.IsComplete && verdicts.Exists(v => v.Verdict is ReadinessVerdict.Failed))
        {
            Culprits = [.. verdicts.Where(v => v.Verdict is ReadinessVerdict.Failed).Select(v => (v.Service, ((ReadinessVerdict.Failed)v.Verdict).Pod, ((ReadinessVerdict.Failed)v.Verdict).Trouble))];
            return new ReadinessResult.Failed([]);
        }

        if (elapsed < deadline)
        {
            return null;
        }

        Culprits = [.. verdicts.Where(v => v.Verdict is not ReadinessVerdict.Ready).Select(v => Late(v.Service, v.Verdict))];
        return new ReadinessResult.TimedOut(deadline, []);
    }

    private async Task SleepAsync(Task<bool> next, CancellationToken cancellationToken)
    {
        TimeSpan left = deadline - time.GetElapsedTime(started);
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
        string limit = deadline.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
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
