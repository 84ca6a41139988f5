using Serilog;
using Serilog.Core;
using Serilog.Events;
using Sluice.Reports.Live;
using Sluice.Reports.Tests.Rollouts;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Machine;

namespace Sluice.Reports.Tests.Live;

public sealed class LiveDeployViewTests : ILogEventSink, ILiveScreen
{
    private readonly StillTime _time = new();
    private readonly List<string> _log = [];
    private readonly List<IReadOnlyList<string>> _shown = [];

    public int Width => 80;

    public int Height => 20;

    [Fact]
    public void View_FromFirstEventToEnd_DrawsAndLeavesTheLastStateAsLines()
    {
        var view = View();
        _time.Tick();
        Assert.Empty(_shown); // Nothing is drawn before there is something to see.

        view.On(new DeployEvent.WaitingForReady(0, ["backend"]));
        view.On(new DeployEvent.Progress("backend", 1, 2, 2));
        _time.Tick();
        Assert.Contains(_shown[^1], line => line.Contains("1 of 2 ready", StringComparison.Ordinal));
        Assert.Empty(_log);

        view.On(new DeployEvent.Notice("look"));
        Assert.Equal(["Warning look"], _log);

        view.Dispose();
        view.Dispose();
        view.On(new DeployEvent.Progress("backend", 2, 2, 2));
        _time.Tick();

        Assert.Empty(_shown[^1]);
        Assert.Equal(["Warning look", "Information   backend: 1 of 2 ready, 0.0 s"], _log);
    }

    [Fact]
    public void View_OfARollout_ShowsIt_AndLetsOnlyWhatIsUrgentPassAbove()
    {
        var play = new RolloutPlay(RolloutPlay.Canary()).UntilActing("backend", 1);
        using var view = View();
        play.Events.ForEach(view.On);
        _time.Tick();

        Assert.Contains(_shown[^1], line => line.Contains("2/3  50 %: the gate looks", StringComparison.Ordinal));
        Assert.Contains(_shown[^1], line => line.Contains("the gate passes 10 %", StringComparison.Ordinal));
        Assert.Empty(_log);

        play.Events.Clear();
        play.Tick(1, RolloutSignal.Abort).Events.ForEach(view.On);
        Assert.Equal(["Warning Going back: A person ended it."], _log);

        view.Dispose();
        Assert.Equal("Information   backend: traffic goes back", _log[^1]);
    }

    void ILogEventSink.Emit(LogEvent logEvent) => _log.Add($"{logEvent.Level} {logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture)}");

    void ILiveScreen.Show(IReadOnlyList<string> lines) => _shown.Add(lines);

    private LiveDeployView View() => new(new LoggerConfiguration().WriteTo.Sink(this).CreateLogger(), this, _time, "DeployStage", null);

    /// <summary>Stands still; its timers fire when they are told to.</summary>
    private sealed class StillTime : TimeProvider
    {
        private Action _tick = () => { };

        public override long GetTimestamp() => 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _tick = () => callback(state);
            return new Timer();
        }

        public void Tick() => _tick();

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
