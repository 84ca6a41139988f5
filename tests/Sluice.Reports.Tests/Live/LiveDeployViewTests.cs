using Serilog;
using Serilog.Core;
using Serilog.Events;
using Sluice.Reports.Live;
using Sluice.Rollouts.Events;

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
