using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Kubelet.Pods;

/// <summary>What an input means for the state; what follows from the state is decided in the other half.</summary>
internal sealed partial class PodMachine
{
    private static readonly TimeSpan RetryConfig = TimeSpan.FromSeconds(2);

    private void Take(PodInput input, DateTimeOffset now)
    {
        switch (input)
        {
            case PodInput.Changed changed:
                Notice(changed.Pod, now);
                break;
            case PodInput.Gone:
                _killAt = now;
                break;
            case PodInput.ImageReady ready when Find(ready.Container) is { Phase: ContainerPhase.Pulling } c:
                Tell(c, "Normal", "Pulled", ready.Message);
                c.ImageId = ready.ImageId;
                c.Phase = ContainerPhase.Waiting;
                break;
            case PodInput.ImageFailed failed when Find(failed.Container) is { Phase: ContainerPhase.Pulling } c:
                PullFailed(c, failed.Message, now);
                break;
            case PodInput.Started started when Find(started.Container, started.Instance) is { Phase: ContainerPhase.Starting } c:
                c.Phase = ContainerPhase.Running;
                c.RestartsAtOnce = false;
                c.StartedAt = now;
                c.Probes.Clear();
                c.Probes.AddRange(c.Spec.Probes.Select(p => new ProbeState(p, now)));
                Tell(c, "Normal", "Started", $"Started container {c.Spec.Name}");
                break;
            case PodInput.StartFailed failed when Find(failed.Container, failed.Instance) is { Phase: ContainerPhase.Starting } c:
                StartFailed(c, failed.Problem, now);
                break;
            case PodInput.Exited exited when Find(exited.Container, exited.Instance) is { HasProcess: true } c:
                Exited(c, new Termination(exited.ExitCode, exited.ExitCode == 0 ? "Completed" : "Error", null, c.StartedAt, now), now);
                break;
            case PodInput.Probed probed when Find(probed.Container, probed.Instance) is { Phase: ContainerPhase.Running } c:
                Probed(c, probed, now);
                break;
            default:
                break;
        }
    }

    private void Notice(JsonObject pod, DateTimeOffset now)
    {
        _gates = pod.Objects("status", "conditions").ToDictionary(c => c.Text("type") ?? "", c => c.Text("status") == "True");
        if (pod.IsDeleting())
        {
            var grace = TimeSpan.FromSeconds(pod.Int("metadata", "deletionGracePeriodSeconds") ?? (int)_spec.Grace.TotalSeconds);
            var end = now + grace;
            _killAt = _killAt is { } sooner && sooner < end ? sooner : end;
        }
    }

    private void PullFailed(ContainerState c, string message, DateTimeOffset now)
    {
        Tell(c, "Warning", "Failed", $"Failed to pull image \"{c.Spec.Image}\": {message}");
        Tell(c, "Warning", "Failed", "Error: ErrImagePull");
        c.Phase = ContainerPhase.Waiting;
        c.Waiting = ("ErrImagePull", message);
        c.DueAt = now + c.PullBackoff.Take();
    }

    private void StartFailed(ContainerState c, StartProblem problem, DateTimeOffset now)
    {
        Tell(c, "Warning", "Failed", $"Error: {problem.Message}");
        if (problem.Reason == StartProblem.Config)
        {
            c.Phase = ContainerPhase.Waiting;
            c.Waiting = (problem.Reason, problem.Message);
            c.DueAt = now + RetryConfig;
            return;
        }

        Exited(c, new Termination(128, "StartError", problem.Message, null, now), now);
        if (c.Phase == ContainerPhase.Waiting)
        {
            c.RestartsAtOnce = false;
            c.Waiting = (problem.Reason, problem.Message);
        }
    }

    private void Exited(ContainerState c, Termination end, DateTimeOffset now)
    {
        c.Probes.Clear();
        c.KillAt = null;
        if (IsDeleting || !_spec.StartsAgain(c.Spec, end))
        {
            c.Phase = ContainerPhase.Ended;
            c.End = end;
            return;
        }

        if (now - (c.StartedAt ?? now) >= Backoff.Forgiven)
        {
            c.RestartBackoff.Reset();
        }

        var wait = c.RestartBackoff.Take();
        c.LastEnd = end;
        c.Restarts++;
        c.StartedAt = null;
        c.Phase = ContainerPhase.Waiting;
        c.DueAt = now + wait;
        c.Waiting = ("CrashLoopBackOff", $"back-off {wait.TotalSeconds:0}s restarting failed container={c.Spec.Name}");
        c.RestartsAtOnce = wait == TimeSpan.Zero;
        if (!c.RestartsAtOnce)
        {
            Tell(c, "Warning", "BackOff", $"Back-off restarting failed container {c.Spec.Name}");
        }
    }

    private void Probed(ContainerState c, PodInput.Probed answer, DateTimeOffset now)
    {
        if (c.Probes.Find(p => p.Spec.Kind == answer.Kind) is not { } probe || !probe.End(answer.IsGood, now))
        {
            return;
        }

        if (!answer.IsGood)
        {
            Tell(c, "Warning", "Unhealthy", $"{answer.Kind} probe failed: {answer.Message}");
            if (probe.HasFailed && answer.Kind != ProbeKind.Readiness)
            {
                Stop(c, now + _spec.Grace, $"Container {c.Spec.Name} failed {answer.Kind.ToString().ToLowerInvariant()} probe, will be restarted");
            }
        }
    }
}
