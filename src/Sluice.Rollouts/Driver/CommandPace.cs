using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Driver;

/// <summary>
/// The machine gives a command again at every decision until its effect is seen; this says which are due, so that a slow effect is not
/// asked for over and over.
/// </summary>
internal sealed class CommandPace
{
    /// <summary>An effect that was not seen by then may have been lost.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    /// <summary>Going as far as what is there allows; more may be there soon.</summary>
    private static readonly TimeSpan Onwards = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(500);

    private readonly Dictionary<RolloutCommand, DateTimeOffset> _due = [];

    /// <summary>Those that are due now. What is not asked for any more is forgotten.</summary>
    public IReadOnlyList<RolloutCommand> Due(IReadOnlyList<RolloutCommand> commands, DateTimeOffset now)
    {
        foreach (var gone in _due.Keys.Except(commands).ToList())
        {
            _due.Remove(gone);
        }

        return [.. commands.Where(command => !_due.TryGetValue(command, out var at) || now >= at)];
    }

    /// <summary>A command was carried out.</summary>
    public void Done(RolloutCommand command, bool hasFailed, DateTimeOffset now) =>
        _due[command] = now + (hasFailed ? AfterFailure : command is RolloutCommand.Promote ? Onwards : Again);

    /// <summary>How long until the next one is due; <see langword="null"/> if none is.</summary>
    public TimeSpan? Next(DateTimeOffset now) => _due.Count == 0 ? null : _due.Values.Min() is var at && at > now ? at - now : TimeSpan.Zero;
}
