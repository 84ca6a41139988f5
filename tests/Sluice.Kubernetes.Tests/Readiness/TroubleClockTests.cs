using Sluice.Kubernetes.Readiness;

namespace Sluice.Kubernetes.Tests.Readiness;

public class TroubleClockTests
{
    // ready, reason of the end before, restarts that are not held against this deploy
    [Theory]
    [InlineData(true, "Error", 5)]
    [InlineData(false, "Error", 0)]
    [InlineData(false, "Unknown", 5)]
    public void EarlierRestarts_ContainerFirstSeenAfterFiveRestarts_CountsCrashesButNoRebootOfTheNode(bool ready, string reason, int expected)
    {
        var container = new ContainerSnapshot("backend", false, ready, true, null, "", null, new Termination(reason, 255, 0, ""), 5, "r/backend@sha256:00");
        var pod = new PodSnapshot("backend-1", "u1", "Running", ready, false, null, [container]);
        var clock = new TroubleClock();

        Assert.Equal(expected, clock.EarlierRestarts(pod, "backend"));
        Assert.Equal(expected, clock.EarlierRestarts(pod with { Containers = [container with { Restarts = 9 }] }, "backend"));
    }
}
