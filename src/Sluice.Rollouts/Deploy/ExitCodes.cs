using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Rollback;

namespace Sluice.Rollouts.Deploy;

/// <summary>What a deploy's outcome means for the shell that started it.</summary>
public static class ExitCodes
{
    public const int Done = 0;
    public const int BadInput = 2;
    public const int NotReady = 3;
    public const int RollbackFailed = 4;
    public const int Infrastructure = 5;
    public const int Locked = 6;

    /// <summary>Not approved, on hold, frozen, or outside the change windows.</summary>
    public const int NotAdmitted = 7;
    public const int Interrupted = 130;

    public static int Of(DeployOutcome outcome) => outcome switch
    {
        DeployOutcome.Deployed or DeployOutcome.Unchanged => Done,
        DeployOutcome.Rejected or DeployOutcome.Drifted => BadInput,
        DeployOutcome.NotReady => NotReady,
        DeployOutcome.Interrupted => Interrupted,
        DeployOutcome.Returned { Return: RollbackOutcome.Back } => NotReady,
        DeployOutcome.Returned returned => Of(returned.Return),
        _ => Infrastructure,
    };

    public static int Of(RollbackOutcome outcome) => outcome switch
    {
        RollbackOutcome.Back => Done,
        RollbackOutcome.Refused => BadInput,
        RollbackOutcome.Failed => RollbackFailed,
        RollbackOutcome.Interrupted => Interrupted,
        _ => Infrastructure,
    };

    public static int Of(RolloutOutcome outcome) => outcome switch
    {
        RolloutOutcome.Succeeded or RolloutOutcome.InPlace => Done,
        RolloutOutcome.Refused or RolloutOutcome.Drifted => BadInput,
        RolloutOutcome.RolledBack { Record.State.Reason.Kind: ReasonKind.Infrastructure } => Infrastructure,
        RolloutOutcome.RolledBack => NotReady,
        RolloutOutcome.Stranded => RollbackFailed,
        RolloutOutcome.Suspended => Interrupted,
        _ => Infrastructure,
    };
}
