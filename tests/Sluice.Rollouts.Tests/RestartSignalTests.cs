using Sluice.Rollouts.Metrics;

namespace Sluice.Rollouts.Tests;

public sealed class RestartSignalTests
{
    [Fact]
    public void Between_MoreRestarts_CountsThem() => Assert.Equal(new RestartSignal(2, 0), RestartSignal.Between([Pod("1", 3)], [Pod("1", 5)]));

    [Fact]
    public void Between_EndedForMemory_CountsTheContainerOnce() => Assert.Equal(new RestartSignal(1, 1), RestartSignal.Between([Pod("1", 3)], [Pod("1", 4, outOfMemory: true)]));

    [Fact]
    public void Between_OldOutOfMemory_IsNotCountedAgain() => Assert.Equal(default, RestartSignal.Between([Pod("1", 4, outOfMemory: true)], [Pod("1", 4, outOfMemory: true)]));

    [Fact]
    public void Between_NewPodOfTheSameName_BringsItsOwn() => Assert.Equal(new RestartSignal(2, 0), RestartSignal.Between([Pod("1", 5)], [Pod("2", 2)]));

    [Fact]
    public void Between_PodGone_TakesNothingBack() => Assert.Equal(default, RestartSignal.Between([Pod("1", 5)], []));

    private static PodFacts Pod(string uid, int restarts, bool outOfMemory = false) => new("web", uid, "", true, null, [new ContainerFacts("web", restarts, outOfMemory)]);
}
