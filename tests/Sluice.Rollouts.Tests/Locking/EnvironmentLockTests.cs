using Sluice.Rollouts.Locking;

namespace Sluice.Rollouts.Tests.Locking;

public class EnvironmentLockTests
{
    private static readonly LockTerms Terms = LockTerms.Default;

    private readonly ManualClock clock = new();
    private readonly FakeLeaseStore store;
    private readonly List<LockView> waits = [];

    public EnvironmentLockTests()
    {
        clock.Advance(TimeSpan.FromDays(20_000));
        store = new FakeLeaseStore(clock);
    }

    [Fact]
    public Task Take_Free_LetsWritesThroughUntilItIsGivenBack() => Alone(async () =>
    {
        EnvironmentLock mine = Lock();
        Assert.Equal(ClusterProblemKind.LockLost, (await mine.CheckAsync(default))!.Kind);

        HeldLock held = await TakenAsync(mine, "me");
        Assert.Equal(("me", "work"), (store.Lease!.Holder, store.Lease.Purpose));
        Assert.Null(await mine.CheckAsync(default));

        await held.DisposeAsync();
        Assert.True(store.Lease.IsFree);
        Assert.Equal(held.Fence, store.Lease.Fence);
        Assert.Equal(ClusterProblemKind.LockLost, (await mine.CheckAsync(default))!.Kind);
    });

    [Fact]
    public Task Take_HolderLives_IsRefusedWhenTheWaitIsOver() => Alone(async () =>
    {
        await using HeldLock other = await TakenAsync(Lock(), "other");
        Task<LockOutcome> asking = Lock().TakeAsync(Claim("me", wait: 45), waits.Add, default);

        await AdvanceUntilAsync(asking);

        var refused = Assert.IsType<LockOutcome.Refused>(await asking);
        Assert.Equal(("other", "work"), (refused.View.Lease!.Holder, refused.View.Lease.Purpose));
        Assert.InRange(refused.Waited.TotalSeconds, 45, 46);
        Assert.InRange(refused.View.Age!.Value.TotalSeconds, 45, 46);
        Assert.All(waits, view => Assert.Equal(LockStanding.Held, view.Standing));
        Assert.Null(other.Loss);
    });

    [Fact]
    public Task Take_NoWait_IsRefusedAtTheFirstLook() => Alone(async () =>
    {
        await using HeldLock other = await TakenAsync(Lock(), "other");

        Assert.IsType<LockOutcome.Refused>(await Lock().TakeAsync(Claim("me", wait: 0), waits.Add, default));
        Assert.Empty(waits);
    });

    [Fact]
    public Task Take_HolderGivesBack_GoesOnAtTheNextLook() => Alone(async () =>
    {
        HeldLock other = await TakenAsync(Lock(), "other");
        Task<LockOutcome> asking = Lock().TakeAsync(Claim("me", wait: 60), waits.Add, default);
        clock.Advance(TimeSpan.FromSeconds(3));
        await other.DisposeAsync();

        clock.Advance(Terms.LookEvery);

        var taken = Assert.IsType<LockOutcome.Taken>(await asking);
        Assert.True(taken.Lock.Fence > other.Fence);
        await taken.Lock.DisposeAsync();
    });

    [Fact]
    public Task Take_HolderWasKilled_GetsTheLockAfterItsDuration() => Alone(async () =>
    {
        store.TellsTime = false;
        store.Put(Killed());
        long begun = clock.GetTimestamp();
        Task<LockOutcome> asking = Lock().TakeAsync(Claim("me", wait: 30), waits.Add, default);

        await AdvanceUntilAsync(asking);

        await using HeldLock mine = Assert.IsType<LockOutcome.Taken>(await asking).Lock;
        Assert.InRange(clock.GetElapsedTime(begun).TotalSeconds, 20, 20.6);
    });

    [Fact]
    public Task Take_HolderWasKilledLongAgo_GetsTheLockAtOnce() => Alone(async () =>
    {
        store.Put(Killed());
        clock.Advance(Terms.Duration + Terms.ServerSlack);

        await using HeldLock mine = await TakenAsync(Lock(), "me");

        Assert.Equal(4, store.Lease!.Transitions);
    });

    [Fact]
    public Task Take_OthersAreFaster_OneGetsIt() => Alone(async () =>
    {
        Task<LockOutcome>[] asking = [.. Enumerable.Range(0, 5).Select(i => Lock().TakeAsync(Claim($"run {i}", wait: 0), waits.Add, default))];

        LockOutcome[] outcomes = await Task.WhenAll(asking);

        HeldLock mine = Assert.Single(outcomes.OfType<LockOutcome.Taken>()).Lock;
        Assert.Equal(4, outcomes.OfType<LockOutcome.Refused>().Count());
        await mine.DisposeAsync();
    });

    [Fact]
    public Task Take_AnswerGetsLost_TakesItAgain() => Alone(async () =>
    {
        store.LosesNextAnswer = true;

        await using HeldLock mine = await TakenAsync(Lock(), "me");

        Assert.Equal(2, store.Writes);
        Assert.Equal(mine.Fence, store.Lease!.Fence);
    });

    [Fact]
    public Task Take_NoNamespaceOrNoServer_SaysSo() => Alone(async () =>
    {
        store.HasNamespace = false;
        Assert.IsType<LockOutcome.NoNamespace>(await Lock().TakeAsync(Claim("me"), waits.Add, default));

        store.IsDown = true;
        Assert.Equal([FakeLeaseStore.Down], Assert.IsType<LockOutcome.Failed>(await Lock().TakeAsync(Claim("me"), waits.Add, default)).Problems);
    });

    [Fact]
    public Task Take_ServerStoresNothing_EndsWithItsReason() => Alone(async () =>
    {
        store.RefusesWrites = true;

        Assert.Equal([FakeLeaseStore.Down], Assert.IsType<LockOutcome.Failed>(await Lock().TakeAsync(Claim("me", wait: 60), waits.Add, default)).Problems);
    });

    [Fact]
    public Task Take_CancelledWhileWaiting_LeavesTheLockAlone() => Alone(async () =>
    {
        await using HeldLock other = await TakenAsync(Lock(), "other");
        using var cancel = new CancellationTokenSource();
        Task<LockOutcome> asking = Lock().TakeAsync(Claim("me", wait: 60), waits.Add, cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal("other", store.Lease!.Holder);
    });

    [Fact]
    public Task TakeOver_FromALivingRollout_StopsItsNextWriteAndLetsItSettle() => Alone(async () =>
    {
        EnvironmentLock rollout = Lock();
        await using HeldLock old = await TakenAsync(rollout, "rollout");
        Task<LockOutcome> asking = Lock().TakeAsync(Claim("rollback") with { TakesOver = true }, waits.Add, default);
        Assert.False(asking.IsCompleted);
        clock.Advance(Terms.Settle);

        await using HeldLock taker = Assert.IsType<LockOutcome.Taken>(await asking).Lock;
        ClusterProblem? refusal = await rollout.CheckAsync(default);

        Assert.Equal(ClusterProblemKind.LockLost, refusal!.Kind);
        Assert.Equal((LockLossKind.TakenOver, "rollback"), (old.Loss!.Kind, old.Loss.Other!.Holder));
        await UntilAsync(() => old.Lost.IsCancellationRequested);
        Assert.True(taker.Fence > old.Fence);
    });

    [Fact]
    public Task TakeOver_FromAnotherRollback_WaitsLikeEveryoneElse() => Alone(async () =>
    {
        await using HeldLock first = await TakenAsync(Lock(), Claim("first") with { TakesOver = true });

        Assert.IsType<LockOutcome.Refused>(await Lock().TakeAsync(Claim("second") with { TakesOver = true }, waits.Add, default));
    });

    [Fact]
    public Task Held_TimePasses_IsRenewedForAsLongAsItTakes() => Alone(async () =>
    {
        EnvironmentLock mine = Lock();
        await using HeldLock held = await TakenAsync(mine, "me");
        string first = store.Lease!.RenewTime;

        await PassAsync(TimeSpan.FromMinutes(10));

        Assert.Null(held.Loss);
        Assert.Null(await mine.CheckAsync(default));
        Assert.NotEqual(first, store.Lease.RenewTime);
        Assert.InRange(store.Writes, 140, 160);
    });

    [Fact]
    public Task Held_ServerIsAwayForAWhile_IsKept() => Alone(async () =>
    {
        EnvironmentLock mine = Lock();
        await using HeldLock held = await TakenAsync(mine, "me");

        store.IsDown = true;
        await PassAsync(Terms.GiveUpAfter - TimeSpan.FromSeconds(2));
        Assert.NotNull(await mine.CheckAsync(default));
        store.IsDown = false;
        await PassAsync(TimeSpan.FromSeconds(3));

        Assert.Null(held.Loss);
        Assert.Null(await mine.CheckAsync(default));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Held_ServerStaysAway_IsLostBeforeOthersMayTakeIt(bool hangs) => Alone(async () =>
    {
        await using HeldLock held = await TakenAsync(Lock(), "me");
        long begun = clock.GetTimestamp();
        (store.IsDown, store.Hangs) = (!hangs, hangs);

        while (held.Loss is null)
        {
            clock.Advance(TimeSpan.FromSeconds(0.1));
            Assert.True(clock.GetElapsedTime(begun) < Terms.Duration);

            // What a timer woke up may go on in another thread; the clock must not run away from it.
            await UntilAsync(() => clock.Timers > 0 || held.Loss is not null);
        }

        Assert.Equal(LockLossKind.NotRenewed, held.Loss.Kind);
        await UntilAsync(() => held.Lost.IsCancellationRequested);
        (store.IsDown, store.Hangs) = (false, false);
    });

    [Fact]
    public Task Held_AnswersGetLost_IsKept() => Alone(async () =>
    {
        EnvironmentLock mine = Lock();
        await using HeldLock held = await TakenAsync(mine, "me");

        store.LosesAnswers = true;
        await PassAsync(TimeSpan.FromSeconds(9));
        store.LosesAnswers = false;
        await PassAsync(TimeSpan.FromSeconds(3));

        Assert.Null(held.Loss);
        Assert.Null(await mine.CheckAsync(default));
    });

    [Fact]
    public Task Held_SomeoneDeletesTheRecord_IsLost() => Alone(async () =>
    {
        await using HeldLock held = await TakenAsync(Lock(), "me");

        store.Put(null);
        await PassAsync(Terms.RenewEvery);

        Assert.Equal(LockLossKind.Removed, held.Loss!.Kind);
    });

    [Fact]
    public Task Held_MachineSleptAndOthersTookOver_WritesNothingMore() => Alone(async () =>
    {
        EnvironmentLock mine = Lock();
        await using HeldLock held = await TakenAsync(mine, "me");

        clock.Sleep(TimeSpan.FromHours(1));
        await using HeldLock other = await TakenAsync(Lock(), "other");

        Assert.NotNull(await mine.CheckAsync(default));
        Assert.Equal(LockLossKind.TakenOver, held.Loss!.Kind);
    });

    [Fact]
    public Task Held_MachineSleptAndNobodyCame_GoesOnAfterARenewal() => Alone(async () =>
    {
        EnvironmentLock mine = Lock();
        await using HeldLock held = await TakenAsync(mine, "me");
        int writes = store.Writes;

        clock.Sleep(TimeSpan.FromHours(1));

        Assert.Null(await mine.CheckAsync(default));
        Assert.Equal(writes + 1, store.Writes);
    });

    [Fact]
    public Task Dispose_ServerDoesNotAnswer_EndsInTimeForACi() => Alone(async () =>
    {
        HeldLock held = await TakenAsync(Lock(), "me");
        store.Hangs = true;

        Task ending = held.DisposeAsync().AsTask();
        await UntilAsync(() => store.Hanging > 0);
        clock.Advance(Terms.ReleaseTime);

        await ending.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("me", store.Lease!.Holder);
    });

    [Fact]
    public Task Dispose_LockWasTakenOver_LeavesItToTheTaker() => Alone(async () =>
    {
        HeldLock held = await TakenAsync(Lock(), "me");
        store.Put(Killed() with { Holder = "other" });

        await held.DisposeAsync();

        Assert.Equal("other", store.Lease!.Holder);
    });

    /// <summary>Without the test framework's synchronization context, so that advancing the clock runs what waits for it.</summary>
    private static Task Alone(Func<Task> test) => Task.Run(test);

    private static LeaseState Killed() => new() { Holder = "killed", Purpose = "work", RenewTime = "t", Transitions = 3, Fence = 5, Duration = Terms.Duration };

    private static LockClaim Claim(string holder, double wait = 0) => new() { Holder = holder, Purpose = "work", Wait = TimeSpan.FromSeconds(wait) };

    private EnvironmentLock Lock() => new(store, Terms, clock);

    private Task<HeldLock> TakenAsync(EnvironmentLock mine, string holder) => TakenAsync(mine, Claim(holder));

    private async Task<HeldLock> TakenAsync(EnvironmentLock mine, LockClaim claim) =>
        Assert.IsType<LockOutcome.Taken>(await mine.TakeAsync(claim, waits.Add, default)).Lock;

    private async Task AdvanceUntilAsync(Task ended)
    {
        for (int i = 0; i < 1000 && !ended.IsCompleted; i++)
        {
            await PassAsync(TimeSpan.FromSeconds(0.1));
        }
    }

    private async Task PassAsync(TimeSpan time)
    {
        for (TimeSpan step = TimeSpan.FromSeconds(0.1), passed = TimeSpan.Zero; passed < time; passed += step)
        {
            clock.Advance(step);
            await Task.Yield();
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(30));
            await Task.Delay(TimeSpan.FromMilliseconds(1));
        }
    }
}
