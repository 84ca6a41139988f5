namespace Sluice.Rollouts.Machine;

/// <summary>
/// What is to be done so that the world becomes as the state says. Traffic comes before pods: no command takes pods from a
/// stack that has, or may have, weight.
/// </summary>
internal static class CommandRules
{
    public static IReadOnlyList<RolloutCommand> Of(RolloutState state, Turn turn) =>
        state.IsOver ? [] : [.. turn.Services.SelectMany(service => Of(state, service))];

    private static IEnumerable<RolloutCommand> Of(RolloutState state, ServiceTurn service) => state.Phase switch
    {
        RolloutPhase.Running or RolloutPhase.Held => OnTheWay(service),
        RolloutPhase.Suspended => state.IsLeft || service.Phase == ServicePhase.Promoted ? [] : TakenBack(service),
        RolloutPhase.Returning => service.Phase is ServicePhase.Returning or ServicePhase.Returned ? TakenBack(service) : [],
        RolloutPhase.CleaningUp => service.Phase == ServicePhase.Returned ? CleanUp(service) : [],
        RolloutPhase.Finishing => Finish(service),
        _ => [],
    };

    private static IEnumerable<RolloutCommand> OnTheWay(ServiceTurn service)
    {
        var (name, state, seen) = (service.Name, service.State, service.Seen);
        if (seen is null || state.Phase is < ServicePhase.Scaling or > ServicePhase.Promoted)
        {
            yield break;
        }

        if (service.Plan.IsRolling)
        {
            foreach (var command in InPlace(service, seen))
            {
                yield return command;
            }

            yield break;
        }

        if (state.HadStable == true && !seen.IsHeld)
        {
            yield return new RolloutCommand.HoldCapacity(name, state.StablePods);
        }

        if (seen.Candidate is { } candidate && candidate.Pods < state.Pods)
        {
            yield return new RolloutCommand.ScaleCandidate(name, state.Pods);
        }

        if (seen.Weight is { } weight && weight != state.Weight && (weight < state.Weight ? seen.Candidate is { Ready: > 0 } : service.MayGoBack))
        {
            yield return new RolloutCommand.SetWeight(name, state.Weight);
        }

        switch (state.Phase)
        {
            case ServicePhase.Acting when service.Step is { Kind: StepKind.Weight, IsGated: true } && state.Weight > 0 && seen.Gate?.Step != state.Step:
                yield return new RolloutCommand.Judge(name, state.Step);
                break;
            case ServicePhase.Acting when service.Step.Kind == StepKind.Smoke && seen.Job?.Step != state.Step:
                yield return new RolloutCommand.RunJob(name, state.Step);
                break;
            case ServicePhase.Promoting when !seen.IsPromoted && seen is { Weight: 100, Candidate.Ready: > 0 }:
                yield return new RolloutCommand.Promote(name);
                break;
            default:
                break;
        }
    }

    /// <summary>Once the workload asks for it, the cluster replaces the pods by itself. The gate looks from then on, while old and new serve.</summary>
    private static IEnumerable<RolloutCommand> InPlace(ServiceTurn service, ServiceObservation seen)
    {
        var (name, state) = (service.Name, service.State);
        if (state.Weight > 0 ? seen.Asked != state.Weight : seen.Weight != 0 && service.MayGoBack)
        {
            yield return new RolloutCommand.SetWeight(name, state.Weight);
        }

        if (state.Phase is ServicePhase.Shifting or ServicePhase.Acting && state.Weight > 0 && service.Step.IsGated && seen.Gate?.Step != state.Step && !service.HasNoStable)
        {
            yield return new RolloutCommand.Judge(name, state.Step);
        }
    }

    // Also where nothing was seen: better a needless write than traffic at a candidate.
    private static IEnumerable<RolloutCommand> TakenBack(ServiceTurn service)
    {
        if (service.State is { HadStable: true, Weight: 0, Phase: >= ServicePhase.Scaling } && service.Seen?.Weight != 0 && service.MayGoBack)
        {
            yield return new RolloutCommand.SetWeight(service.Name, 0);
        }
    }

    private static IEnumerable<RolloutCommand> CleanUp(ServiceTurn service)
    {
        if (service.Seen is not { } seen)
        {
            yield break;
        }

        if (seen.Weight != 0)
        {
            foreach (var command in TakenBack(service))
            {
                yield return command;
            }

            yield break;
        }

        if (service.Plan.IsRolling)
        {
            if (!seen.IsEvidenceSaved && service.State.Granted > 0)
            {
                yield return new RolloutCommand.SaveEvidence(service.Name);
            }

            yield break;
        }

        if (seen.IsHeld)
        {
            yield return new RolloutCommand.ReleaseCapacity(service.Name);
        }

        if (seen.Candidate is not { Pods: 0 })
        {
            yield return seen.IsEvidenceSaved ? new RolloutCommand.RemoveCandidate(service.Name) : new RolloutCommand.SaveEvidence(service.Name);
        }
    }

    private static IEnumerable<RolloutCommand> Finish(ServiceTurn service)
    {
        if (service.Plan.IsRolling || service.State.HadStable == false || service.Seen is not { IsPromoted: true, Weight: 100 } seen)
        {
            yield break;
        }

        if (seen.IsHeld)
        {
            yield return new RolloutCommand.ReleaseCapacity(service.Name);
        }

        if (!seen.IsWarm)
        {
            yield return new RolloutCommand.KeepWarm(service.Name);
        }
    }
}
