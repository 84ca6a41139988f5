using Serilog;
using Serilog.Events;
using Sluice.Reports.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Events;
using Sluice.Rollouts.Ports;

namespace Sluice.Reports.Live;

/// <summary>
/// Shows a deploy as a picture that is drawn again and again, for people at a terminal. Lines that must not be missed pass above
/// it; the others are in the log only. When it ends, the picture goes and its last state stays as plain lines.
/// </summary>
public sealed class LiveDeployView : IDeployObserver, IDisposable
{
    private const int MaximumNews = 10;

    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(125);

    private readonly ILogger _log;
    private readonly ILiveScreen _screen;
    private readonly TimeProvider _time;
    private readonly string _title;
    private readonly TimeSpan? _expected;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private readonly long _started;
    private DeployPicture _picture = DeployPicture.Empty;
    private readonly RolloutNarrator _narrator;
    private IReadOnlyList<RolloutLine> _news = [];
    private RolloutPicture? _rollout;
    private bool _hasBegun;
    private bool _hasEnded;

    /// <param name="log">Gets the lines that stay.</param>
    /// <param name="screen">Where the picture is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="expected">How long it usually takes; null when that is not known.</param>
    /// <param name="environment">Name of the environment, for what to type; may be empty.</param>
    public LiveDeployView(ILogger log, ILiveScreen screen, TimeProvider time, string title, TimeSpan? expected, string environment = "")
    {
        _narrator = new RolloutNarrator(environment);
        _log = log;
        _screen = screen;
        _time = time;
        _title = UntrustedText.Line(title);
        _expected = expected;
        _started = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Draw(), null, s_pace, s_pace);
    }

    public void On(DeployEvent deployEvent)
    {
        IReadOnlyList<RolloutLine> told;
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            _hasBegun = true;
            _picture = _picture.After(deployEvent, _time.GetElapsedTime(_started));
            told = _narrator.Tell(deployEvent);
            _news = [.. _news.Concat(told.Where(news => !news.IsHeartbeat)).TakeLast(MaximumNews)];
            _rollout = deployEvent is DeployEvent.RolloutSeen seen ? seen.Picture : _rollout;
        }

        // The picture shows the rest.
        foreach (var news in told)
        {
            _log.Write(news.IsUrgent ? LogEventLevel.Warning : LogEventLevel.Verbose, "{Line:l}", news.Text);
        }

        if (DeployLines.Describe(deployEvent) is not { } line)
        {
            return;
        }

        switch (deployEvent)
        {
            case DeployEvent.Notice or DeployEvent.Reconnecting:
                _log.Warning("{Line:l}", line);
                break;
            case DeployEvent.ServiceFailed or DeployEvent.Returning or DeployEvent.Switched or DeployEvent.Recorded or DeployEvent.Removed:
                _log.Information("{Line:l}", line);
                break;
            default:
                _log.Verbose("{Line:l}", line);
                break;
        }
    }

    /// <summary>Takes the picture away and leaves the services' last state as lines.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        IReadOnlyList<PictureRow> last;
        lock (_gate)
        {
            if (_hasEnded)
            {
                return;
            }

            _hasEnded = true;
            _screen.Show([]);
            last = [.. PictureRows.Last(_picture, _time.GetElapsedTime(_started)), .. RolloutRows()];
        }

        foreach (var row in last)
        {
            _log.Information("{Line:l}", $"  {row.Name}: {row.State}{(row.Time.Length == 0 ? "" : $", {row.Time}")}");
        }
    }

    private IEnumerable<PictureRow> RolloutRows() =>
        _rollout?.State.Services.Select(service => new PictureRow(RowKind.Ready, service.Service, RolloutWording.Phase(service.Phase))) ?? [];

    private void Draw()
    {
        lock (_gate)
        {
            if (_hasBegun && !_hasEnded)
            {
                var elapsed = _time.GetElapsedTime(_started);
                _screen.Show(_rollout is { } rollout
                    ? ScreenDrawing.Lines(RolloutView.Of(rollout, _news, _title, elapsed, _time.GetUtcNow(), _screen.Width, _screen.Height), _screen.Width, isColoured: true)
                    : PictureDrawing.Lines(PictureRows.Of(_picture, _title, elapsed, _expected, _screen.Height), _screen.Width, isColoured: true));
            }
        }
    }
}
