using System.Globalization;
using Sluice.Rollouts.Locking;
using Sluice.Rollouts.Ports;

namespace Sluice.Rollouts.Tests.Locking;

/// <summary>One record in memory, replaced only on top of the version that was read.</summary>
internal sealed class FakeLeaseStore(TimeProvider server) : ILeaseStore
{
    public static readonly ClusterProblem Down = new(ClusterProblemKind.Unreachable, "no answer", "");

    private int versions;

    public LeaseState? Lease { get; private set; }

    public int Writes { get; private set; }

    public bool HasNamespace { get; set; } = true;

    public bool TellsTime { get; set; } = true;

    /// <summary>Requests get no answer and change nothing.</summary>
    public bool IsDown { get; set; }

    /// <summary>As a server whose disk is full.</summary>
    public bool RefusesWrites { get; set; }

    /// <summary>Requests are carried out, but their answers do not arrive.</summary>
    public bool LosesAnswers { get; set; }

    public bool LosesNextAnswer { get; set; }

    /// <summary>Requests never end.</summary>
    public bool Hangs { get; set; }

    /// <summary>How many requests do or did hang.</summary>
    public int Hanging { get; private set; }

    public async Task<ClusterResult<LeaseReading>> ReadAsync(CancellationToken cancellationToken)
    {
        await HangAsync(cancellationToken);
        return IsDown
            ? ClusterResult<LeaseReading>.Failed(Down)
            : ClusterResult<LeaseReading>.Ok(new LeaseReading(Lease, TellsTime ? server.GetUtcNow() : null));
    }

    public async Task<LeaseWrite> WriteAsync(LeaseState next, CancellationToken cancellationToken)
    {
        await HangAsync(cancellationToken);
        if (IsDown || RefusesWrites)
        {
            return new LeaseWrite.Failed(Down);
        }

        if (!HasNamespace)
        {
            return new LeaseWrite.NoNamespace();
        }

        if (next.Version != (Lease?.Version ?? ""))
        {
            return new LeaseWrite.Stale();
        }

        Put(next);
        bool isLost = LosesAnswers || LosesNextAnswer;
        LosesNextAnswer = false;
        return isLost ? new LeaseWrite.Failed(Down) : new LeaseWrite.Stored(Lease!);
    }

    public void Put(LeaseState? state)
    {
        Writes++;
        Lease = state is null ? null : state with { Version = (++versions).ToString(CultureInfo.InvariantCulture), WrittenAt = TellsTime ? server.GetUtcNow() : null };
    }

    private Task HangAsync(CancellationToken cancellationToken)
    {
        if (!Hangs)
        {
            return Task.CompletedTask;
        }

        Hanging++;
        return Task.Delay(Timeout.InfiniteTimeSpan, server, cancellationToken);
    }
}
