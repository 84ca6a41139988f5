using Sluice.Rollouts;
using Sluice.Rollouts.Locking;

namespace Sluice.Reports.Tests;

public sealed class LockLinesTests
{
    private static readonly LeaseState s_lease = new()
    {
        Holder = "robin@laptop, process 4711, run 3f2a9c01",
        Purpose = "DeployStage of 1a2b3c4d5e6f",
        Duration = TimeSpan.FromSeconds(20),
        Url = "https://ci.example/77",
    };

    private static readonly LockView s_held = new(LockStanding.Held, s_lease, TimeSpan.FromSeconds(130), TimeSpan.FromSeconds(2));

    [Fact]
    public void Refused_NamesHolderAgeReasonAndNextCommand() => Assert.Equal(
        [
            "stage is locked by another run: robin@laptop, process 4711, run 3f2a9c01",
            "  It has the lock for DeployStage of 1a2b3c4d5e6f, since 2 min 10 s. https://ci.example/77",
            "This run waited 30.0 s for it. Nothing was changed.",
            "Next: ./build.sh DeployStage --lock-wait 10m waits longer; ./build.sh Status shows who has the lock",
        ],
        LockLines.Refused("stage", "DeployStage", new LockOutcome.Refused(s_held, TimeSpan.FromSeconds(30))));

    [Fact]
    public void Waiting_HolderIsSilent_SaysHowLongThatMayGoOn() => Assert.Equal(
        "Waiting up to 25.0 s for the lock of stage: robin@laptop, process 4711, run 3f2a9c01 has it for DeployStage of 1a2b3c4d5e6f, since 2 min 10 s; no sign of life for 12.0 s, and at 20.0 s it counts as gone. Ctrl-C gives up.",
        LockLines.Waiting("stage", s_held with { Silence = TimeSpan.FromSeconds(12) }, TimeSpan.FromSeconds(25)));

    [Theory]
    [InlineData(LockLossKind.TakenOver, "taken over by robin@laptop, process 4711, run 3f2a9c01 for DeployStage of 1a2b3c4d5e6f")]
    [InlineData(LockLossKind.Removed, "The lock of stage is gone, though this run held it")]
    [InlineData(LockLossKind.NotRenewed, "could not be renewed, so another run may have it. This run stopped before its next change.\n  no answer Next: look")]
    public void Lost_SaysWhyAndThatNothingMoreWasChanged(LockLossKind kind, string expected)
    {
        var loss = new LockLoss(
            kind,
            kind == LockLossKind.TakenOver ? s_lease : null,
            kind == LockLossKind.NotRenewed ? new ClusterProblem(ClusterProblemKind.Unreachable, "no answer", "look") : null);

        var text = LockLines.Lost("stage", loss);

        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Contains("stopped before its next change", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Status_OfALock_TellsALivingHolderFromADeadOneAndFromNone()
    {
        Assert.Equal("  Locked by robin@laptop, process 4711, run 3f2a9c01 for DeployStage of 1a2b3c4d5e6f, since 2 min 10 s. https://ci.example/77", LockLines.Status(s_held));
        Assert.EndsWith(
            "but that run is gone: no sign of life for 1 min 30 s. The next run takes the lock.",
            LockLines.Status(s_held with { Standing = LockStanding.Dead, Silence = TimeSpan.FromSeconds(90) }),
            StringComparison.Ordinal);
        Assert.Null(LockLines.Status(new LockView(LockStanding.Free, null, null, TimeSpan.Zero)));
    }

    [Fact]
    public void ToJson_StatusOfALockedEnvironment_NamesTheHolder()
    {
        var document = new StatusDocument([new EnvironmentDocument("stage", "p25-stage", [], null, LockDocument.Of(s_held))]);

        Assert.Contains("\"holder\": \"robin@laptop, process 4711, run 3f2a9c01\"", document.ToJson(), StringComparison.Ordinal);
        Assert.Null(LockDocument.Of(new LockView(LockStanding.Free, s_lease with { Holder = "" }, null, TimeSpan.Zero)));
    }
}
