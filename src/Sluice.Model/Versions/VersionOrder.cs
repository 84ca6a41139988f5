namespace Sluice.Model.Versions;

/// <summary>
/// The precedence of SemVer 2.0 (section 11). Only where two words have digits in the same place those count as a number, as people
/// mean them: by the book beta10 would come before beta2. Numbers have no upper bound.
/// </summary>
internal static class VersionOrder
{
    public static int Compare(ReleaseVersion one, ReleaseVersion other)
    {
        var (cores, others) = (one.Core.Split('.'), other.Core.Split('.'));
        for (var index = 0; index < cores.Length; index++)
        {
            if (CompareNumbers(cores[index], others[index]) is var difference and not 0)
            {
                return difference;
            }
        }

        return one.IsPreRelease && other.IsPreRelease
            ? ComparePreReleases(one.PreRelease.Split('.'), other.PreRelease.Split('.'))
            : other.IsPreRelease.CompareTo(one.IsPreRelease);
    }

    private static int ComparePreReleases(string[] one, string[] other)
    {
        for (var index = 0; index < Math.Min(one.Length, other.Length); index++)
        {
            if (CompareIdentifiers(one[index], other[index]) is var difference and not 0)
            {
                return difference;
            }
        }

        return one.Length.CompareTo(other.Length);
    }

    private static int CompareIdentifiers(string one, string other) => (one.All(char.IsAsciiDigit), other.All(char.IsAsciiDigit)) switch
    {
        (true, true) => CompareNumbers(one, other),
        (true, false) => -1,
        (false, true) => 1,
        _ => CompareWords(one, other),
    };

    // Character by character; a run of digits against a run of digits is one step.
    private static int CompareWords(string one, string other)
    {
        var (at, there) = (0, 0);
        while (at < one.Length && there < other.Length)
        {
            var (run, otherRun) = (Digits(one, at), Digits(other, there));
            var difference = run.Length > 0 && otherRun.Length > 0 ? CompareNumbers(run, otherRun) : one[at].CompareTo(other[there]);
            if (difference != 0)
            {
                return difference;
            }

            at += Math.Max(1, run.Length);
            there += Math.Max(1, otherRun.Length);
        }

        return (one.Length - at).CompareTo(other.Length - there);
    }

    // The same number with more zeros in front comes later, so that only equal texts are equal.
    private static int CompareNumbers(string one, string other)
    {
        var (digits, others) = (one.TrimStart('0'), other.TrimStart('0'));
        return digits.Length != others.Length ? digits.Length.CompareTo(others.Length)
            : string.CompareOrdinal(digits, others) is var difference and not 0 ? difference
            : one.Length.CompareTo(other.Length);
    }

    private static string Digits(string text, int from) => new([.. text.Skip(from).TakeWhile(char.IsAsciiDigit)]);
}
