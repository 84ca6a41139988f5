using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Driver;

/// <summary>Hears what people ask of one rollout, one thing at a time and each once.</summary>
internal sealed class SignalEar(ISignalBox box, int rollout, IReadOnlyList<string> heardBefore, TimeProvider time)
{
    /// <summary>A person does not notice it.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private const int Remembered = 20;

    private readonly List<string> _heard = [.. heardBefore];
    private readonly Queue<PersonSignal> _waiting = new();
    private readonly List<string> _done = [];
    private DateTimeOffset _next;

    /// <summary>Ids of what was heard, the newest last.</summary>
    public IReadOnlyList<string> Heard => [.. _heard.TakeLast(Remembered)];

    /// <summary>The next thing that is asked; <see langword="null"/> for nothing.</summary>
    public async Task<PersonSignal?> HearAsync(CancellationToken cancellationToken)
    {
        if (_waiting.Count == 0 && time.GetUtcNow() >= _next)
        {
            _next = time.GetUtcNow() + Pause;
            var read = await box.ReadAsync(cancellationToken).ConfigureAwait(false);
            foreach (var signal in (read.Value ?? []).Where(one => one.Rollout == rollout && !_heard.Contains(one.Id)))
            {
                _waiting.Enqueue(signal);
            }
        }

        if (!_waiting.TryDequeue(out var next))
        {
            return null;
        }

        _heard.Add(next.Id);
        _done.Add(next.Id);
        return next;
    }

    /// <summary>Takes what was heard, and is in the journal, out of the box.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        if (_done.Count > 0 && await box.TakeAsync([.. _done], cancellationToken).ConfigureAwait(false) is null)
        {
            _done.Clear();
        }
    }
}
