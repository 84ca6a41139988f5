using Sluice.Model.Environments;
using Sluice.Nuke.Jobs;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Locking;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;
using Sluice.Rollouts.Tests;

namespace Sluice.Nuke.Tests;

/// <summary>Signals of people against a journal, a box and a lock in memory, with whoever drives the rollout played by the test.</summary>
public sealed class SignalDeliveryTests : IRolloutJournal, ISignalBox
{
    private static readonly LockView s_free = new(LockStanding.Free, null, null, TimeSpan.Zero);

    private readonly List<PersonSignal> _box = [];
    private RolloutRecord? _newest = Record(7);
    private LockView _lock = Held("a");
    private Action<int> _turn = _ => { };
    private int _looks;

    [Fact]
    public async Task Run_ADriverThatHears_IsHeardWithWhatItDecided()
    {
        _turn = _ =>
        {
            if (_box is [var signal])
            {
                _newest = _newest! with { Heard = [signal.Id], State = _newest.State with { IsPaused = true } };
            }
        };

        var heard = Assert.IsType<SignalOutcome.Heard>(await RunAsync());

        Assert.True(heard.Record.State.IsPaused);
        Assert.Equal(7, Assert.Single(_box).Rollout);
    }

    [Fact]
    public async Task Run_NoRollout_PostsNothing()
    {
        _newest = null;
        Assert.Null(Assert.IsType<SignalOutcome.NothingRuns>(await RunAsync()).Last);
        _newest = Record(7) with { Stage = RolloutStage.Over };
        Assert.Equal(7, Assert.IsType<SignalOutcome.NothingRuns>(await RunAsync()).Last!.Number);

        Assert.Empty(_box);
    }

    [Theory]
    [InlineData(LockStanding.Free)]
    [InlineData(LockStanding.Dead)]
    public async Task Run_NobodyHoldsTheLock_IsUndrivenAndPostsNothing(LockStanding standing)
    {
        _lock = Held("a") with { Standing = standing };
        _turn = _ => Assert.Empty(_box);

        Assert.IsType<SignalOutcome.Undriven>(await RunAsync());
    }

    [Fact]
    public async Task Run_TheDriverEndsWhileItIsWaitedFor_IsUndrivenAndTakesTheSignalBack()
    {
        _turn = look => _lock = look > 5 ? s_free : Held("a");

        Assert.IsType<SignalOutcome.Undriven>(await RunAsync());

        Assert.Empty(_box);
    }

    [Fact]
    public async Task Run_AHolderThatRenewsNothing_IsUndriven()
    {
        Assert.IsType<SignalOutcome.Undriven>(await RunAsync());

        Assert.Empty(_box);
    }

    [Fact]
    public async Task Run_AHolderThatLivesAndHearsNothing_IsUnheardAndTakesTheSignalBack()
    {
        _turn = look => _lock = Held($"renewal {look}");

        Assert.Equal("robin@laptop", Assert.IsType<SignalOutcome.Unheard>(await RunAsync()).Lock.Lease!.Holder);

        Assert.Empty(_box);
    }

    [Fact]
    public async Task Run_HeardInTheLastMoment_IsHeard()
    {
        string? sent = null;
        _turn = look =>
        {
            _lock = Held($"renewal {look}");
            sent ??= _box is [var signal] ? signal.Id : null;
            if (sent is not null && _box.Count == 0)
            {
                _newest = _newest! with { Heard = [sent] };
            }
        };

        Assert.IsType<SignalOutcome.Heard>(await RunAsync());
    }

    [Fact]
    public async Task Run_TheRolloutEndsFirst_SaysHow()
    {
        _turn = look => _newest = look > 3 ? Record(7) with { Stage = RolloutStage.Over } : _newest;

        Assert.Equal(RolloutStage.Over, Assert.IsType<SignalOutcome.Ended>(await RunAsync()).Record.Stage);
    }

    [Fact]
    public async Task Run_Cancelled_TakesTheSignalBack()
    {
        using var source = new CancellationTokenSource();
        _turn = look =>
        {
            if (look > 3)
            {
                source.Cancel();
            }
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(source.Token));

        Assert.Empty(_box);
    }

    Task<ClusterResult<IReadOnlyList<RolloutRecord>>> IRolloutJournal.NewestAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _turn(++_looks);
        return Task.FromResult(ClusterResult<IReadOnlyList<RolloutRecord>>.Ok(_newest is null ? [] : [_newest]));
    }

    Task<ClusterProblem?> ISignalBox.PostAsync(PersonSignal signal, CancellationToken cancellationToken)
    {
        _box.Add(signal);
        return Task.FromResult<ClusterProblem?>(null);
    }

    Task<ClusterProblem?> ISignalBox.TakeAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        _box.RemoveAll(signal => ids.Contains(signal.Id));
        return Task.FromResult<ClusterProblem?>(null);
    }

    Task<ClusterResult<IReadOnlyList<PersonSignal>>> ISignalBox.ReadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<ClusterProblem?> IRolloutJournal.WriteAsync(RolloutRecord record, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<ClusterProblem?> IRolloutJournal.AppendAsync(int rollout, IReadOnlyList<JournalLine> lines, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<ClusterResult<IReadOnlyList<JournalLine>>> IRolloutJournal.LinesAsync(int rollout, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<ClusterProblem?> IRolloutJournal.KeepGateAsync(int rollout, string service, byte[] learnt, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<ClusterResult<IReadOnlyDictionary<string, byte[]>>> IRolloutJournal.GatesAsync(int rollout, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static LockView Held(string renewed) =>
        new(LockStanding.Held, new LeaseState { Holder = "robin@laptop", Purpose = "DeployProd of 1.5.0", RenewTime = renewed }, TimeSpan.FromSeconds(40), TimeSpan.Zero);

    private static RolloutRecord Record(int number)
    {
        var plan = new RolloutPlan(
            [new ServicePlan("backend", 0, TrafficRouter.Service, 1, [new StepPlan(StepKind.Weight) { Weight = 100 }])], RegressionAction.Rollback, InconclusiveAction.Pause, TimeSpan.FromMinutes(1));
        return new RolloutRecord(number, new Release("1.5.0", "", "robin", [], ""), RolloutStage.Driving, RolloutState.Begin(plan, default), [], default);
    }

    private Task<SignalOutcome> RunAsync(CancellationToken cancellationToken = default) =>
        new SignalDelivery(this, this, _ => Task.FromResult(ClusterResult<LockView>.Ok(_lock)), new InstantTime())
            .RunAsync(rollout => new PersonSignal("id", rollout, RolloutSignal.Pause, "robin", default, ""), cancellationToken);
}
