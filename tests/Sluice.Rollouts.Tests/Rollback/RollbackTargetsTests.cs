using System.Globalization;
using Sluice.Rollouts.Admission;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Rollback;

namespace Sluice.Rollouts.Tests.Rollback;

public class RollbackTargetsTests
{
    private static readonly HashSet<string> NoHolds = [];

    /// <summary>
    /// A ledger as words: a letter is a release that was deployed, small when it failed, with <c>?</c> when it was killed, with
    /// <c>!</c> when it is not stored; <c>&lt;2</c> went back to release 2, <c>&lt;2x</c> failed to, <c>&lt;2?</c> was interrupted.
    /// </summary>
    [Theory]
    [InlineData("A B", 1)]
    [InlineData("A B C", 2)]
    [InlineData("A B C <2", 1)]
    [InlineData("A b", 1)]
    [InlineData("A B?", 1)]
    [InlineData("A b <1", null)]
    [InlineData("A B c <2", 1)]
    [InlineData("A B C <2 D", 2)]
    [InlineData("A B C <2 D <2", 1)]
    [InlineData("A B C <2 <1", null)]
    [InlineData("A B C <2?", 2)]
    [InlineData("A B C <2x", 1)]
    [InlineData("A B c <2?", 2)]
    [InlineData("A B B", 1)]
    [InlineData("A B A", 2)]
    [InlineData("A B! C", 1)]
    [InlineData("A", null)]
    [InlineData("a", null)]
    [InlineData("", null)]
    [InlineData("A!", null)]
    [InlineData("A! B", null)]
    public void Previous_OfALedger_IsWhatServedBefore(string ledger, int? expected)
    {
        TargetChoice choice = RollbackTargets.Previous(Read(ledger), NoHolds);

        Assert.Equal(expected, (choice as TargetChoice.Found)?.Target.Release);
    }

    [Fact]
    public void Previous_OneIsOnHold_IsPassedOverAndNamed()
    {
        LedgerEntry[] ledger = [.. Read("A B C").Select(e => e with { Services = [new LedgerService("backend", "r/b@sha256:aa", $"revision{e.Number}")] })];
        string held = AdmissionSubject.RevisionsOf(ledger[1].Services, ledger[1].RenderedHash);

        var found = Assert.IsType<TargetChoice.Found>(RollbackTargets.Previous(ledger, new HashSet<string> { held }));

        Assert.Equal(1, found.Target.Release);
        Assert.Equal([2], found.OnHold.Select(e => e.Release));
        Assert.Empty(found.Skipped);
    }

    [Fact]
    public void Previous_EverythingIsOnHold_SaysSo()
    {
        IReadOnlyList<LedgerEntry> ledger = Read("A B");
        string held = AdmissionSubject.RevisionsOf(ledger[0].Services, ledger[0].RenderedHash);

        var none = Assert.IsType<TargetChoice.None>(RollbackTargets.Previous(ledger, new HashSet<string> { held }));

        Assert.Contains("on hold", none.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Previous_OneIsNotStored_IsNamedAsPassedOver()
    {
        var found = Assert.IsType<TargetChoice.Found>(RollbackTargets.Previous(Read("A B! C"), NoHolds));

        Assert.Equal([2], found.Skipped.Select(e => e.Release));
    }

    [Theory]
    [InlineData("A B C", "1", 1)]
    [InlineData("A B C", "1.B", 2)]
    [InlineData("A B A", "1.A", 3)]
    [InlineData("A B C <1", "4", 1)]
    [InlineData("A b A", "1.A", 3)]
    public void Named_ByNumberOrVersion_FindsTheNewest(string ledger, string name, int expected) =>
        Assert.Equal(expected, Assert.IsType<TargetChoice.Found>(RollbackTargets.Named(Read(ledger), name)).Target.Release);

    [Theory]
    [InlineData("1.5.0")]
    [InlineData("v1.5.0")]
    public void Named_VersionAsItsTagHasIt_IsThatVersion(string name)
    {
        LedgerEntry[] ledger = [.. Read("A B C").Select(e => e.Number == 2 ? e with { Version = "1.5.0" } : e)];

        Assert.Equal(2, Assert.IsType<TargetChoice.Found>(RollbackTargets.Named(ledger, name)).Target.Release);
    }

    [Theory]
    [InlineData("A B C", "7", "The ledger knows no release '7'.")]
    [InlineData("A B C", "v9", "The ledger knows no release 'v9'.")]
    [InlineData("A b C", "2", "Release 2 (1.b) never served as a whole.")]
    [InlineData("A b C", "1.b", "Release 2 (1.b) never served as a whole.")]
    [InlineData("A! B C", "1", "Of release 1 (1.A) no objects are stored.")]
    public void Named_CannotBeReached_SaysWhyAndNamesTheOthers(string ledger, string name, string why)
    {
        var none = Assert.IsType<TargetChoice.None>(RollbackTargets.Named(Read(ledger), name));

        Assert.Equal(why, none.Why);
        Assert.Contains(3, none.Possible.Select(e => e.Release));
    }

    [Theory]
    [InlineData("A B c", "hashc", 2)]
    [InlineData("A B C <1 d", "hashd", 1)]
    [InlineData("a", "hasha", null)]
    [InlineData("A a", "hashA", null)]
    [InlineData("A! b", "hashb", null)]
    public void AfterFailure_OfALedger_IsTheNewestThatSucceeded(string ledger, string failed, int? expected) =>
        Assert.Equal(expected, (RollbackTargets.AfterFailure(Read(ledger), failed) as TargetChoice.Found)?.Target.Release);

    [Fact]
    public void Reachable_MoreThanTheLimit_AreTheNewestDistinctOnes() =>
        Assert.Equal(["A", "C"], RollbackTargets.Reachable(Read("A B C d C A"), 2).Order());

    /// <summary>Whatever the ledger: one call after the other reaches releases that served, each only once, and comes to an end.</summary>
    [Fact]
    public void Previous_AgainAndAgainOnAnyLedger_GoesFurtherBackAndEnds()
    {
        var random = new Random(17);
        for (int round = 0; round < 2000; round++)
        {
            List<LedgerEntry> entries = [.. Read(Random(random))];
            var visited = new HashSet<int>();
            while (RollbackTargets.Previous(entries, NoHolds) is TargetChoice.Found found)
            {
                Assert.Equal(LedgerOutcome.Succeeded, found.Target.Outcome);
                Assert.NotEmpty(found.Target.Stored);
                Assert.True(visited.Add(found.Target.Release) || Unfinished(entries[^1], found.Target), $"release {found.Target.Release} twice");
                entries.Add(found.Target with { Number = entries[^1].Number + 1, ReturnedTo = found.Target.Release });
            }
        }
    }

    private static bool Unfinished(LedgerEntry current, LedgerEntry target) => current.Outcome != LedgerOutcome.Succeeded && current.Release == target.Release;

    private static string Random(Random random)
    {
        var words = new List<string>();
        int length = random.Next(1, 12);
        while (words.Count < length)
        {
            int[] successes = [.. words.Select((w, i) => char.IsUpper(w[0]) && !w.EndsWith('?') ? i + 1 : 0).Where(n => n > 0)];
            words.Add(random.Next(3) == 0 && successes.Length > 0
                ? $"<{successes[random.Next(successes.Length)]}{(string[])["", "x", "?"] switch { var ends => ends[random.Next(3)] }}"
                : $"{(char)((random.Next(4) == 0 ? 'a' : 'A') + random.Next(5))}{(random.Next(5) == 0 ? "?" : random.Next(5) == 0 ? "!" : "")}");
        }

        return string.Join(' ', words);
    }

    private static List<LedgerEntry> Read(string ledger)
    {
        var entries = new List<LedgerEntry>();
        foreach (string word in ledger.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            LedgerOutcome outcome = word.EndsWith('?') ? LedgerOutcome.Running
                : word.EndsWith('x') || char.IsLower(word[0]) ? LedgerOutcome.Failed
                : LedgerOutcome.Succeeded;
            int to = word[0] == '<' ? int.Parse(word[1..].TrimEnd('x', '?'), CultureInfo.InvariantCulture) : 0;
            string name = word[..1];
            LedgerEntry fresh = to > 0
                ? entries.First(e => e.Number == to) with { ReturnedTo = to }
                : new LedgerEntry(0, $"1.{name}", "", "me", default, default, outcome, "", $"hash{name}", []) { Stored = word.EndsWith('!') ? "" : name };
            entries.Add(fresh with { Number = entries.Count + 1, Outcome = outcome });
        }

        return entries;
    }
}
