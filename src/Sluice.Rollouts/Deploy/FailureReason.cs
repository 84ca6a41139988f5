namespace Sluice.Rollouts.Deploy;

/// <summary>The ledger's one line about a failure. Pure.</summary>
internal static class FailureReason
{
    private const int MaximumLength = 400;

    public static string Of(DeployOutcome outcome) => Cut(outcome switch
    {
        DeployOutcome.NotReady notReady => string.Join("; ", notReady.Failures.Select(f => $"{f.Service}: {f.State}: {f.Reason}")),
        DeployOutcome.Infrastructure broken => string.Join("; ", broken.Problems.Select(p => p.What)),
        DeployOutcome.Rejected rejected => string.Join("; ", rejected.Problems.Select(p => p.What)),
        DeployOutcome.Interrupted => "interrupted",
        _ => "",
    });

    private static string Cut(string text) => text.Length <= MaximumLength ? text : string.Concat(text.AsSpan(0, MaximumLength - 1), "…");
}
