namespace Sluice.Rollouts.Machine;

/// <summary>One decision in the making.</summary>
internal sealed class Turn
{
    private readonly RolloutState _before;
    private readonly Dictionary<string, ServiceObservation> _seen;
    private RolloutState _state;

    public Turn(RolloutState before, Observation seen)
    {
        _before = before;
        _state = before;
        _seen = seen.Services.GroupBy(one => one.Service).ToDictionary(group => group.Key, group => group.Last());
        Signal = seen.Signal;
        // A clock that was set back must not make anything last longer than it does.
        Now = seen.Time < before.Since ? before.Since : seen.Time;
        Services = [.. before.Plan.Services.Zip(before.Services, (plan, state) => new ServiceTurn(this, plan, state, _seen.GetValueOrDefault(plan.Service)))];
    }

    public RolloutPlan Plan => _before.Plan;

    public DateTimeOffset Now { get; }

    public RolloutSignal Signal { get; }

    public IReadOnlyList<ServiceTurn> Services { get; }

    public List<RolloutEvent> Events { get; } = [];

    public RolloutPhase Phase => _state.Phase;

    public int Level => _state.Level;

    public bool IsPaused => _state.IsPaused;

    public bool IsFull => _state.IsFull;

    public bool IsLeft => _state.IsLeft;

    public RolloutReason? Reason => _state.Reason;

    public TimeSpan Elapsed => Now - _state.Since;

    /// <summary>The first thing that went wrong in this decision.</summary>
    public RolloutReason? Failure { get; private set; }

    /// <summary>Those at work or promoted.</summary>
    public IEnumerable<ServiceTurn> Begun => Services.Where(service => service.Plan.Level <= Level);

    public void Set(Func<RolloutState, RolloutState> change) => _state = change(_state);

    public void MoveTo(RolloutPhase phase, RolloutReason? reason)
    {
        if (phase == Phase)
        {
            return;
        }

        Events.Add(new RolloutEvent.Moved(Phase, phase, reason));
        _state = _state with { Phase = phase, Since = Now, Reason = reason };
    }

    /// <summary>A candidate is not to go on.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="isCertain">Whether its weight cannot wait for a person.</param>
    public void Fail(RolloutReason reason, bool isCertain)
    {
        Failure ??= reason;
        var isPersons = reason.Kind == ReasonKind.Inconclusive
            ? Plan.OnInconclusive == Model.Environments.InconclusiveAction.Pause
            : Plan.OnRegression == Model.Environments.RegressionAction.Hold && reason.Kind is ReasonKind.Regression or ReasonKind.NotReady or ReasonKind.SmokeFailed;
        if (!isPersons)
        {
            MoveTo(RolloutPhase.Returning, reason);
            return;
        }

        MoveTo(RolloutPhase.Held, reason);
        if (Reason is { Kind: ReasonKind.Inconclusive })
        {
            // What was found worse since weighs more than what could not be decided.
            _state = _state with { Reason = reason };
        }

        if (isCertain && Services.Single(one => one.Plan.Service == reason.Service) is { MayGoBack: true, State.Weight: > 0 } service)
        {
            service.MoveTo(ServicePhase.Acting);
            service.TakeBack();
        }
    }

    public RolloutState State() => _state with { Services = [.. Services.Select(service => service.State)] };
}
