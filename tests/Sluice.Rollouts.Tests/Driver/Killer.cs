namespace Sluice.Rollouts.Tests.Driver;

/// <summary>The process is dead.</summary>
internal sealed class KilledException : Exception;

/// <summary>Kills a process before or after one of its writes; a dead process does nothing more.</summary>
/// <param name="at">Number of the write, from 1; 0 for never.</param>
/// <param name="isAfter">Whether the write still happens.</param>
internal sealed class Killer(int at = 0, bool isAfter = false)
{
    private bool _isDead;

    /// <summary>What was written, in order.</summary>
    public List<string> Writes { get; } = [];

    /// <summary>Called with the name of every write before it happens.</summary>
    public Action<string> Seen { get; set; } = _ => { };

    public T Read<T>(Func<T> read)
    {
        Die(_isDead);
        return read();
    }

    public T Write<T>(string what, Func<T> write)
    {
        Die(_isDead);
        Writes.Add(what);
        Seen(what);
        _isDead = Writes.Count == at;
        Die(_isDead && !isAfter);
        var result = write();
        Die(_isDead);
        return result;
    }

    private static void Die(bool isDead)
    {
        if (isDead)
        {
            throw new KilledException();
        }
    }
}
