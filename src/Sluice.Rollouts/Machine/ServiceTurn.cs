namespace Sluice.Rollouts.Machine;

/// <summary>One service in a decision.</summary>
internal sealed class ServiceTurn
{
    private readonly Turn _turn;

    public ServiceTurn(Turn turn, ServicePlan plan, ServiceState state, ServiceObservation? seen)
    {
        (_turn, Plan, State, Seen) = (turn, plan, state, seen);
        Learn();
    }

    public ServicePlan Plan { get; }

    public ServiceState State { get; private set; }

    /// <summary><see langword="null"/> if it was not seen.</summary>
    public ServiceObservation? Seen { get; }

    public string Name => Plan.Service;

    public ServicePhase Phase => State.Phase;

    public StepPlan Step => Plan.Steps[State.Step];

    public bool IsLast => State.Step == Plan.Last;

    /// <summary>The last step with a weight before this one; this one if there is none.</summary>
    public int LastWeight => Enumerable.Range(0, State.Step).LastOrDefault(step => Plan.Steps[step].Kind == StepKind.Weight, State.Step);

    public TimeSpan Elapsed => _turn.Now - State.Since;

    /// <summary>How many steps are done.</summary>
    public int Done => Phase switch
    {
        ServicePhase.Waiting => 0,
        ServicePhase.Settled => State.Step + 1,
        ServicePhase.Promoting or ServicePhase.Promoted => Plan.Steps.Count,
        _ => State.Step,
    };

    /// <summary>Whether no gate can hold it, as nothing healthy is there to be protected.</summary>
    public bool HasNoStable => State.HadStable == false || (State.WasBroken && Seen?.Stable is { Ready: 0 });

    /// <summary>
    /// Whether traffic is better off at stable: not where it is known that only the candidate serves, nor where there is nothing else.
    /// What was updated in place has no pods of before, and gets them by going back.
    /// </summary>
    public bool MayGoBack => State.HadStable != false && (Plan.IsRolling || Seen is not { Stable.Ready: 0, Candidate.Ready: > 0 });

    /// <summary>Whether requests go to a candidate that has no pod to take them. While pods are replaced in place, that may be so for a moment.</summary>
    public bool IsDead => State.Weight > 0 && Seen is { Candidate.Ready: 0, Weight: > 0 } && !(Plan.IsRolling && (Phase is ServicePhase.Scaling or ServicePhase.Shifting || Seen.Candidate.Pods == 0));

    /// <summary>Whether the weight is read back: in place that takes all pods of the new revision, ready.</summary>
    public bool IsShifted => Seen?.Weight == State.Weight && (!Plan.IsRolling || Seen is { Candidate: { } candidate } && candidate.Ready >= candidate.Pods);

    /// <summary>Whether the way back is read back: in place that takes the pods of before, ready unless they never were.</summary>
    public bool IsBack => State.Weight == 0 && Seen?.Weight == 0 && (!Plan.IsRolling || State.WasBroken || State.Granted == 0 || Seen is { Stable: { } stable } && stable.Ready >= stable.Pods);

    public void Set(Func<ServiceState, ServiceState> change) => State = change(State);

    public void MoveTo(ServicePhase phase)
    {
        if (phase == Phase)
        {
            return;
        }

        _turn.Events.Add(new RolloutEvent.ServiceMoved(Name, Phase, phase, State.Step));
        State = State with { Phase = phase, Since = _turn.Now };
    }

    /// <summary>Begins a step: its size first. A stack that has weight never becomes smaller.</summary>
    public void Begin(int step)
    {
        State = State with { Step = step };
        MoveTo(ServicePhase.Scaling);
        var pods = Plan.Pods(step, State.HadStable == true && State.StablePods > 0 ? State.StablePods : Plan.Replicas);
        State = State with { Since = _turn.Now, Pods = State.Weight > 0 ? Math.Max(State.Pods, pods) : pods };
    }

    public void Raise(WeightCause cause)
    {
        if (Step.Weight != State.Weight)
        {
            _turn.Events.Add(new RolloutEvent.WeightChanged(Name, State.Weight, Step.Weight, cause));
            State = State with { Weight = Step.Weight, Granted = Math.Max(State.Granted, Step.Weight) };
        }
    }

    public void TakeBack()
    {
        if (State.Weight > 0)
        {
            _turn.Events.Add(new RolloutEvent.WeightChanged(Name, State.Weight, 0, WeightCause.TakenBack));
            State = State with { Weight = 0 };
        }
    }

    public void Fail(ReasonKind kind, string text, bool isCertain = false) => _turn.Fail(new RolloutReason(kind, Name, text), isCertain);

    private void Learn()
    {
        if (Seen?.Stable is not { } stable || Phase >= ServicePhase.Promoting)
        {
            return;
        }

        if (State.HadStable is null)
        {
            State = State with { HadStable = stable.Pods > 0, WasBroken = stable is { Pods: > 0, Ready: 0 } };
        }

        // A person or an autoscaler may change it meanwhile; the promotion keeps what is there then.
        if (stable.Pods > 0)
        {
            State = State with { StablePods = stable.Pods };
        }

        // What has begun grows with it: the candidate is to take over what stable could take when it was asked, not what it could before.
        if (!Plan.IsRolling && Phase >= ServicePhase.Scaling && State is { HadStable: true, StablePods: > 0 })
        {
            State = State with { Pods = Math.Max(State.Pods, Plan.Pods(State.Step, State.StablePods)) };
        }
    }
}
