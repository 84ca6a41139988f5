namespace Sluice.Rollouts.Deploy;

/// <summary>What a deploy's outcome means for the shell that started it.</summary>
public static class ExitCodes
{
    public const int Done = 0;
    public const int BadInput = 2;
    public const int NotReady = 3;
    public const int Infrastructure = 5;
    public const int Locked = 6;
    public const int Interrupted = 130;

    public static int Of(DeployOutcome outcome) => outcome switch
    {
        DeployOutcome.Deployed or DeployOutcome.Unchanged => Done,
        DeployOutcome.Rejected => BadInput,
        DeployOutcome.NotReady => NotReady,
        DeployOutcome.Interrupted => Interrupted,
        _ => Infrastructure,
    };
}
