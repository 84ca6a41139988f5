using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Tests.Driver;

/// <summary>A driver is killed before and after each of its writes; whoever comes then finds a state that it can go on from.</summary>
public sealed class CrashTests
{
    public enum Story
    {
        Promotion,
        Regression,
        BlueGreenFails,
        Adoption,
        FirstDeploy,
        MixedPromotion,
        MixedRegression,
        MixedUpperFails,
        MixedNotReady,
        MixedAdoption,
        MixedFirstDeploy,
    }

    public enum Then
    {
        Resume,
        Abort,
        NextRelease,
    }

    public static TheoryData<Story, Then> Stories()
    {
        var all = new TheoryData<Story, Then>();
        foreach (var story in Enum.GetValues<Story>())
        {
            foreach (var then in Enum.GetValues<Then>())
            {
                all.Add(story, then);
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void Killed_AtAnyWrite_TheNextRunGoesOnToAKnownState(Story story, Then then)
    {
        var whole = new Killer();
        Begin(story).Deploy("2", whole);
        Assert.True(whole.Writes.Count > 15, $"only {whole.Writes.Count} writes");
        for (var at = 1; at <= whole.Writes.Count; at++)
        {
            Kill(story, then, at, isAfter: false, whole.Writes[at - 1]);
            Kill(story, then, at, isAfter: true, whole.Writes[at - 1]);
        }
    }

    private static void Kill(Story story, Then then, int at, bool isAfter, string write)
    {
        var where = $"killed {(isAfter ? "after" : "before")} write {at} ({write}), then {then}";
        var shop = Begin(story);
        var killed = Record.Exception(() => shop.Deploy("2", new Killer(at, isAfter)));
        Assert.True(killed is KilledException, $"{where}: {killed}");
        try
        {
            Follow(shop, then);
        }
        catch (Exception problem) when (problem is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{where}: {problem}");
        }

        Verify(shop, then, where);
    }

    private static void Follow(StackShop shop, Then then)
    {
        if (then == Then.NextRelease)
        {
            shop.World.Failing.Clear();
            shop.World.Gate = (_, step) => new GateAnswer(step, GateWord.Pass, false, "not worse");
            shop.Deploy("3");
        }
        else if (shop.IsOpen)
        {
            shop.GoOn(then == Then.Resume ? RolloutSignal.Resume : RolloutSignal.Abort);
        }
        else if (then == Then.Resume)
        {
            shop.Deploy("2");
        }
    }

    private static void Verify(StackShop shop, Then then, string where)
    {
        var world = shop.World;
        Assert.True(world.Broken.Count == 0, $"{where}: {string.Join("; ", world.Broken)}");
        Assert.False(shop.IsOpen, where);
        foreach (var service in (string[])["backend", "frontend"])
        {
            var pointer = world.Pointers.GetValueOrDefault(service);
            Assert.True(pointer is null or { Weight: 0, Candidate: null }, $"{where}: {service} {pointer}");
            if (pointer?.Serving is { } serving)
            {
                Assert.True(world.ReadyOf(serving) >= 4, $"{where}: {service} is served by {serving} with {world.ReadyOf(serving)} pods");
                Assert.False(world.Stacks[serving].IsWarm, $"{where}: {serving} serves and is on record as warm");
                Assert.False(world.Stacks[serving].IsHeld, $"{where}: {serving} is still held");
            }
        }

        if (world.Workloads.TryGetValue("ml", out var ml))
        {
            if (world.Journal is [.., { Lanes: var lanes }] && lanes.Any(lane => lane is { IsRolling: true, Mark: null }))
            {
                // Nothing served before, so it is left to start.
                shop.Wait(TimeSpan.FromSeconds(20));
            }

            Assert.True(ml.Ready(ml.Asked, world.Now) == 4, $"{where}: {ml.Ready(ml.Asked, world.Now)} pods of ml are ready at {ml.Asked}");
            Assert.True(then != Then.NextRelease || ml.Asked == "rev3", $"{where}: ml is at {ml.Asked}");
        }

        if (world.Journal is [.., var newest])
        {
            var line = world.Cluster.Entries.Single(entry => entry.Number == newest.Number);
            Assert.True(line.Outcome is LedgerOutcome.Succeeded or LedgerOutcome.Failed, $"{where}: the ledger says {line.Outcome}");
            if (newest.State.Phase == RolloutPhase.Succeeded)
            {
                Assert.All(newest.Lanes.Where(lane => lane.IsRolling), lane => Assert.True(ml!.Asked == lane.Revision, $"{where}: {lane.Revision} succeeded, {ml.Asked} runs"));
                Assert.All(newest.Lanes.Where(lane => !lane.IsRolling), lane => Assert.True(shop.Serving(lane.Service) == lane.Candidate, $"{where}: {lane.Candidate} succeeded, {shop.Serving(lane.Service)} serves"));
            }
            else if (newest.State.Phase == RolloutPhase.RolledBack)
            {
                Assert.All(newest.Lanes.Where(lane => lane is { IsRolling: true, Mark: not null }), lane => Assert.True(ml!.Asked == lane.Mark!.Value, $"{where}: taken back to {lane.Mark.Value}, {ml.Asked} runs"));
                Assert.All(newest.Lanes.Where(lane => lane is { IsRolling: false, Deployment.Length: > 0 }), lane => Assert.True(shop.Serving(lane.Service) == lane.Deployment, $"{where}: taken back to {lane.Deployment}, {shop.Serving(lane.Service)} serves"));
                Assert.All(newest.Lanes.Where(lane => lane is { IsRolling: false, Deployment.Length: > 0 }), lane => Assert.False(world.Stacks.ContainsKey(lane.Candidate), $"{where}: {lane.Candidate} is still there"));
            }
        }

        if (then == Then.NextRelease)
        {
            Assert.True(shop.Serving("backend") == "backend-rev3" && shop.Serving("frontend") == "frontend-rev3", $"{where}: {shop.Serving("backend")}, {shop.Serving("frontend")}");
        }
    }

    private static StackShop Begin(Story story)
    {
        var shop = new StackShop(story >= Story.MixedPromotion);
        switch (story)
        {
            case Story.Adoption or Story.MixedAdoption:
                shop.Adopt();
                break;
            case Story.FirstDeploy or Story.MixedFirstDeploy:
                break;
            default:
                shop.Deploy("1");
                break;
        }

        shop.World.Gate = (service, step) => new GateAnswer(
            step,
            (story == Story.Regression && service == "backend" && step == 1)
                || (story is Story.BlueGreenFails or Story.MixedUpperFails && service == "frontend")
                || (story == Story.MixedRegression && service == "ml") ? GateWord.Rollback : GateWord.Pass,
            false,
            "as the story goes");
        if (story == Story.MixedNotReady)
        {
            shop.World.Failing["rev2"] = "CrashLoopBackOff";
        }

        return shop;
    }
}
