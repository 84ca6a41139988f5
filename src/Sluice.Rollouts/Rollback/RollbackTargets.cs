using System.Globalization;
using Sluice.Model.Versions;
using Sluice.Rollouts.Admission;
using Sluice.Rollouts.Ledger;

namespace Sluice.Rollouts.Rollback;

/// <summary>Reads from the ledger where to go back to. Pure.</summary>
public static class RollbackTargets
{
    /// <summary>The entries, with <see cref="LedgerEntry.Stored"/> only where the store still has the release.</summary>
    public static IReadOnlyList<LedgerEntry> StillStored(IReadOnlyList<LedgerEntry> entries, IReadOnlySet<string> keys) =>
        [.. entries.Select(e => keys.Contains(e.Stored) ? e : e with { Stored = "" })];

    /// <summary>
    /// What served before the newest attempt. From a release that serves that is the one before it, so that each call goes one
    /// further back; from one that failed or was interrupted, the newest that succeeded. A return that was interrupted is taken
    /// up again, one that failed is not.
    /// </summary>
    /// <param name="entries">The ledger.</param>
    /// <param name="onHold">Names of sets of revisions that were rolled back and are passed over.</param>
    public static TargetChoice Previous(IReadOnlyList<LedgerEntry> entries, IReadOnlySet<string> onHold)
    {
        if (entries.Count == 0)
        {
            return new TargetChoice.None("The ledger has no release yet.", []);
        }

        LedgerEntry current = entries[^1];
        bool again = current is { ReturnedTo: > 0, Outcome: LedgerOutcome.Interrupted or LedgerOutcome.Running };
        int before = again ? current.Release + 1 : current.Release;
        LedgerEntry[] earlier = [.. Successes(entries).Where(e => e.Number < before && (again || e.RenderedHash != current.RenderedHash))];
        if (earlier.FirstOrDefault(e => IsStored(e) && !IsHeld(e)) is { } target)
        {
            LedgerEntry[] passed = [.. earlier.TakeWhile(e => e != target).DistinctBy(e => e.Release)];
            return new TargetChoice.Found(target, [.. passed.Where(e => !IsHeld(e))]) { OnHold = [.. passed.Where(IsHeld)] };
        }

        string why = earlier switch
        {
            [] => $"No release served before {Name(current)}.",
            _ when earlier.All(IsHeld) => $"Every release that served before {Name(current)} is on hold; --to takes one all the same.",
            _ => $"Of release {Name(earlier.First(e => !IsHeld(e)))}, which served before, no objects are stored.",
        };
        return new TargetChoice.None(why, Possible(entries));

        bool IsHeld(LedgerEntry entry) => onHold.Contains(AdmissionSubject.RevisionsOf(entry.Services, entry.RenderedHash));
    }

    /// <summary>The release of a number, or else the newest of a version, with or without a v in front.</summary>
    public static TargetChoice Named(IReadOnlyList<LedgerEntry> entries, string name)
    {
        LedgerEntry? numbered = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? entries.FirstOrDefault(e => e.Number == number) : null;
        string version = ReleaseVersion.NameOf(name);
        LedgerEntry[] called = [.. entries.Where(e => ReleaseVersion.NameOf(e.Version) == version)];
        LedgerEntry? known = numbered ?? called.LastOrDefault(e => e.Outcome == LedgerOutcome.Succeeded) ?? called.LastOrDefault();
        string? why = known switch
        {
            null => $"The ledger knows no release '{name}'.",
            { Outcome: not LedgerOutcome.Succeeded } => $"Release {Name(known)} never served as a whole.",
            _ when !IsStored(known) => $"Of release {Name(known)} no objects are stored.",
            _ => null,
        };
        return why is null ? new TargetChoice.Found(known!, []) : new TargetChoice.None(why, Possible(entries));
    }

    /// <summary>The newest release that succeeded, for one that failed just now.</summary>
    /// <param name="entries">The ledger.</param>
    /// <param name="failedHash">Hash of what failed; going back to the same would change nothing.</param>
    public static TargetChoice AfterFailure(IReadOnlyList<LedgerEntry> entries, string failedHash)
    {
        string? why = Successes(entries).FirstOrDefault() switch
        {
            null => "There is no earlier release to go back to; its objects stay for a look at them.",
            { } same when same.RenderedHash == failedHash => $"It is the release that served before ({Name(same)}), so there is nothing to go back to by itself.",
            { } gone when !IsStored(gone) => $"Of release {Name(gone)}, which served before, no objects are stored, so there is no way back by itself.",
            _ => null,
        };
        return why is null ? new TargetChoice.Found(Successes(entries).First(), []) : new TargetChoice.None(why, Possible(entries));
    }

    /// <summary>Keys of the newest releases that one can go back to.</summary>
    /// <param name="entries">The ledger.</param>
    /// <param name="limit">How many; at least 1.</param>
    public static IReadOnlySet<string> Reachable(IReadOnlyList<LedgerEntry> entries, int limit) =>
        Successes(entries).Where(IsStored).Select(e => e.Stored).Distinct(StringComparer.Ordinal).Take(limit).ToHashSet(StringComparer.Ordinal);

    /// <summary><c>7 (1.4.0)</c></summary>
    public static string Name(LedgerEntry entry) => $"{entry.Release.ToString(CultureInfo.InvariantCulture)} ({entry.Version})";

    private static LedgerEntry[] Possible(IReadOnlyList<LedgerEntry> entries) => [.. Successes(entries).Where(IsStored).DistinctBy(e => e.Release)];

    private static IEnumerable<LedgerEntry> Successes(IReadOnlyList<LedgerEntry> entries) => entries.Reverse().Where(e => e.Outcome == LedgerOutcome.Succeeded);

    private static bool IsStored(LedgerEntry entry) => entry.Stored.Length > 0;
}
