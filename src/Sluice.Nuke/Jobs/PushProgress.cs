using System.Globalization;
using Sluice.Oci;
using Sluice.Oci.Registry;

namespace Sluice.Nuke.Jobs;

/// <summary>How far a push is, as a line every few seconds: several services push at the same time, and most are through before the first line is due.</summary>
internal sealed class PushProgress : IProgress<TransferProgress>
{
    /// <summary>Between two lines of one service.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<Digest, TransferProgress> _moving = [];
    private readonly string _service;
    private readonly TimeProvider _clock;
    private readonly Action<string> _say;
    private long _said;

    /// <param name="service">Whose image it is.</param>
    /// <param name="clock">Measures the interval.</param>
    /// <param name="say">Gets each line.</param>
    public PushProgress(string service, TimeProvider clock, Action<string> say)
    {
        (_service, _clock, _say) = (service, clock, say);
        _said = clock.GetTimestamp();
    }

    /// <summary><c>12 kB</c>; from ten megabytes on <c>12 MB</c>.</summary>
    public static string Size(long bytes) => bytes < 10 << 20
        ? string.Create(CultureInfo.InvariantCulture, $"{(bytes + 1023) / 1024} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MB");

    public void Report(TransferProgress value)
    {
        string? line = null;
        lock (_gate)
        {
            if (value.State == TransferState.AlreadyThere)
            {
                _moving.Remove(value.Digest);
                return;
            }

            _moving[value.Digest] = value;
            if (_clock.GetElapsedTime(_said) >= Interval)
            {
                _said = _clock.GetTimestamp();
                line = $"{_service}: sent {Size(_moving.Values.Sum(blob => blob.Bytes))} of {Size(_moving.Values.Sum(blob => blob.Total))}";
            }
        }

        if (line is not null)
        {
            _say(line);
        }
    }
}
