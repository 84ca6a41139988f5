using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Kubelet.Pods;

/// <summary>
/// The life of one pod: what happened goes in, what is to be done comes out. No I/O and no clock of its own; single-threaded.
/// </summary>
internal sealed partial class PodMachine
{
    private static readonly TimeSpan KillAgain = TimeSpan.FromSeconds(2);

    private readonly PodSpec _spec;
    private readonly List<ContainerState> _init;
    private readonly List<ContainerState> _main;
    private readonly List<PodEffect> _effects = [];
    private IReadOnlyDictionary<string, bool> _gates = new Dictionary<string, bool>();
    private DateTimeOffset? _killAt;
    private bool _isRemoved;

    /// <param name="pod">The object; containers that ran before (the sandbox was away) are started once more.</param>
    /// <param name="now">The time.</param>
    public PodMachine(JsonObject pod, DateTimeOffset now)
    {
        _spec = PodSpecReader.Read(pod);
        _init = _spec.InitContainers.Select(c => ContainerRestore.From(c, _spec, pod, now)).ToList();
        _main = _spec.Containers.Select(c => ContainerRestore.From(c, _spec, pod, now)).ToList();
        Notice(pod, now);
    }

    public IReadOnlyList<ContainerState> InitContainers => _init;

    public IReadOnlyList<ContainerState> Containers => _main;

    public bool IsDeleting => _killAt is not null;

    public bool IsInitialized => _init.TrueForAll(c => c.End is { ExitCode: 0 });

    public bool AreContainersReady => !IsDeleting && _main.TrueForAll(c => c.IsReady);

    public bool IsReady => AreContainersReady && _spec.ReadinessGates.All(g => _gates.GetValueOrDefault(g));

    /// <summary>When <see cref="PodInput.Tick"/> is due.</summary>
    public DateTimeOffset? WakeAt => _isRemoved ? null : All.SelectMany(Wakes).Append(_killAt).Min();

    private IEnumerable<ContainerState> All => _init.Concat(_main);

    public IReadOnlyList<PodEffect> Handle(PodInput input, DateTimeOffset now)
    {
        _effects.Clear();
        if (!_isRemoved)
        {
            foreach (var c in All)
            {
                ShowPullBackoff(c);
            }

            Take(input, now);
            if (IsDeleting)
            {
                WindDown(now);
            }
            else
            {
                Advance(now);
            }
        }

        return [.. _effects];
    }

    private static IEnumerable<DateTimeOffset?> Wakes(ContainerState c) => c.Phase switch
    {
        ContainerPhase.Waiting => [c.DueAt],
        ContainerPhase.Stopping => [c.KillAt],
        ContainerPhase.Running => c.Probes.Where(p => IsAsked(c, p)).Select(p => p.WakeAt),
        _ => [],
    };

    private static bool IsAsked(ContainerState c, ProbeState probe) => c.HasStarted ? probe.Spec.Kind != ProbeKind.Startup : probe.Spec.Kind == ProbeKind.Startup;

    private ContainerState? Find(string name) => All.FirstOrDefault(c => c.Spec.Name == name);

    private ContainerState? Find(string name, int instance) => Find(name) is { } c && c.Restarts == instance ? c : null;

    private void Stop(ContainerState c, DateTimeOffset killAt, string why)
    {
        c.Phase = ContainerPhase.Stopping;
        c.KillAt = killAt;
        Tell(c, "Normal", "Killing", why);
        _effects.Add(new PodEffect.Stop(c.Spec, c.Restarts));
    }

    private void Advance(DateTimeOffset now)
    {
        if (_init.Find(c => c.End is not { ExitCode: 0 }) is { } first)
        {
            Ensure(first, now);
            if (first.Phase == ContainerPhase.Ended)
            {
                return;
            }
        }
        else
        {
            _main.ForEach(c => Ensure(c, now));
        }

        foreach (var c in All.Where(c => c.Phase == ContainerPhase.Stopping))
        {
            KillLate(c, now);
        }
    }

    private void Ensure(ContainerState c, DateTimeOffset now)
    {
        if (c.Phase == ContainerPhase.Running)
        {
            foreach (var probe in c.Probes.Where(p => IsAsked(c, p) && p.TryBegin(now)))
            {
                _effects.Add(new PodEffect.Probe(c.Spec, c.Restarts, probe.Spec));
            }
        }

        if (c.Phase != ContainerPhase.Waiting || now < c.DueAt)
        {
            return;
        }

        c.DueAt = null;
        if (c.ImageId is null)
        {
            c.Phase = ContainerPhase.Pulling;
            _effects.Add(new PodEffect.Pull(c.Spec));
            return;
        }

        c.Phase = ContainerPhase.Starting;
        _effects.Add(new PodEffect.Start(c.Spec, c.Restarts));
    }

    /// <summary>The failure itself is shown once; from the next look on, that the kubelet waits.</summary>
    private void ShowPullBackoff(ContainerState c)
    {
        if (c is { Phase: ContainerPhase.Waiting, Waiting.Reason: "ErrImagePull" })
        {
            Tell(c, "Normal", "BackOff", $"Back-off pulling image \"{c.Spec.Image}\"");
            c.Waiting = ("ImagePullBackOff", $"Back-off pulling image \"{c.Spec.Image}\": {c.Waiting.Message}");
        }
    }

    private void WindDown(DateTimeOffset now)
    {
        foreach (var c in All.Where(c => c.HasProcess))
        {
            if (c.Phase == ContainerPhase.Running)
            {
                Stop(c, _killAt!.Value, $"Stopping container {c.Spec.Name}");
            }

            c.KillAt = c.KillAt is { } at && at < _killAt ? at : _killAt;
            KillLate(c, now);
        }

        if (!All.Any(c => c.HasProcess))
        {
            _isRemoved = true;
            _effects.Add(new PodEffect.Remove());
        }
    }

    private void KillLate(ContainerState c, DateTimeOffset now)
    {
        if (c.Phase == ContainerPhase.Stopping && now >= c.KillAt)
        {
            // Asked again should the process be in the kernel's hands for longer.
            c.KillAt = now + KillAgain;
            _killAt = IsDeleting ? c.KillAt : null;
            _effects.Add(new PodEffect.Kill(c.Spec, c.Restarts));
        }
    }

    private void Tell(ContainerState c, string type, string reason, string message) =>
        _effects.Add(new PodEffect.Tell(type, reason, message, c.Spec.Name, c.Spec.IsInit));
}
