namespace Sluice.Sandbox.Kubelet.Pods;

/// <summary>
/// One probe of one container instance. Until it was good once, a startup or readiness probe is also asked between its beats,
/// so that a pod is ready soon after it can be; only answers on the beat count as failures, and the first beat is one period
/// after the start: a program that is only just starting is not unhealthy.
/// </summary>
internal sealed class ProbeState(ProbeSpec spec, DateTimeOffset start)
{
    private static readonly TimeSpan BetweenBeats = TimeSpan.FromMilliseconds(250);

    private DateTimeOffset _beat = start + spec.InitialDelay + (spec.Kind == ProbeKind.Liveness ? TimeSpan.Zero : spec.Period);
    private DateTimeOffset _next = start + spec.InitialDelay;
    private bool _inFlight;
    private bool _onBeat;
    private bool _wasGood;
    private int _successes;
    private int _failures;

    public ProbeSpec Spec => spec;

    /// <summary>For startup and readiness: passed. A liveness probe is good until it is not.</summary>
    public bool IsGood { get; private set; } = spec.Kind == ProbeKind.Liveness;

    /// <summary>Failed as often in a row as its threshold says.</summary>
    public bool HasFailed => _failures >= spec.FailureThreshold;

    public DateTimeOffset? WakeAt => _inFlight ? null : _next;

    public bool TryBegin(DateTimeOffset now)
    {
        if (_inFlight || now < _next)
        {
            return false;
        }

        _inFlight = true;
        _onBeat = now >= _beat;
        if (_onBeat)
        {
            _beat = now + spec.Period;
        }

        return true;
    }

    /// <returns>Whether the answer counts.</returns>
    public bool End(bool isGood, DateTimeOffset now)
    {
        _inFlight = false;
        bool isEager = !_wasGood && !isGood && spec.Kind != ProbeKind.Liveness;
        _next = isEager && now + BetweenBeats < _beat ? now + BetweenBeats : _beat;
        if (isGood)
        {
            _wasGood = true;
            _failures = 0;
            IsGood |= ++_successes >= spec.SuccessThreshold;
            return true;
        }

        if (!_onBeat)
        {
            return false;
        }

        _successes = 0;
        if (++_failures >= spec.FailureThreshold)
        {
            IsGood = false;
        }

        return true;
    }
}
