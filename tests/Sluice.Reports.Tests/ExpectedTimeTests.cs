using Sluice.Rollouts.Ledger;

namespace Sluice.Reports.Tests;

public sealed class ExpectedTimeTests
{
    [Fact]
    public void Of_AnEmptyLedger_IsNotKnown() => Assert.Null(ExpectedTime.Of([], isReturn: false));

    [Fact]
    public void Of_SeveralDeploys_IsTheMedianOfTheLastFiveThatSucceeded()
    {
        LedgerEntry[] entries =
        [
            Entry(900), Entry(10), Entry(12), Entry(14), Entry(600, LedgerOutcome.Failed), Entry(16), Entry(3, returnedTo: 2), Entry(300),
        ];

        Assert.Equal(TimeSpan.FromSeconds(14), ExpectedTime.Of(entries, isReturn: false));
        Assert.Equal(TimeSpan.FromSeconds(3), ExpectedTime.Of(entries, isReturn: true));
    }

    [Fact]
    public void Of_EntriesWhoseClockWentBackwards_IsNotKnown() => Assert.Null(ExpectedTime.Of([Entry(-5)], isReturn: false));

    private static LedgerEntry Entry(int seconds, LedgerOutcome outcome = LedgerOutcome.Succeeded, int returnedTo = 0) =>
        new(1, "1.0.0", "", "robin", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(seconds), outcome, "", "hash", []) { ReturnedTo = returnedTo };
}
