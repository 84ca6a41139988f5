namespace Sluice.Rollouts.Admission;

/// <summary>No releases for a while; rollbacks still go.</summary>
/// <param name="Reason">Why; never empty.</param>
/// <param name="By">Who.</param>
/// <param name="Since">From when.</param>
/// <param name="Until">When it ends by itself; null: when somebody ends it.</param>
public sealed record Freeze(string Reason, string By, DateTimeOffset Since, DateTimeOffset? Until)
{
    /// <summary>Whether it holds at an instant.</summary>
    public bool Holds(DateTimeOffset now) => Until is not { } until || now < until;
}
