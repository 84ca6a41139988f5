using Sluice.Model.Input;
using Sluice.Model.Versions;
using Sluice.Nuke.Failures;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Jobs;

/// <summary>What targets of people need before they write anything down.</summary>
internal static class DecisionInput
{
    private const int LongestReason = 500;

    /// <summary>The reason, which goes into a record that others read.</summary>
    /// <exception cref="BuildFailedException">There is none, or it is too long.</exception>
    public static string Reason(string? reason, string target, string environment)
    {
        var text = reason?.Trim() ?? "";
        return text.Length is > 0 and <= LongestReason
            ? text
            : throw new BuildFailedException(
                ExitCodes.BadInput,
                $"{target} wants a reason of 1 to {LongestReason} characters, for those whom it stops. Type: ./build.sh {target} --environment {environment} --reason \"…\"");
    }

    /// <summary>A reason that may be left out.</summary>
    /// <exception cref="BuildFailedException">It is too long.</exception>
    public static string Comment(string? reason, string target, string environment) => string.IsNullOrWhiteSpace(reason) ? "" : Reason(reason, target, environment);

    /// <summary>The only candidate, or the one with that version.</summary>
    /// <param name="candidates">What there is, newest last.</param>
    /// <param name="versionOf">A candidate's version.</param>
    /// <param name="version">The version that was named, if any.</param>
    /// <param name="none">What to say when there is no candidate at all.</param>
    /// <exception cref="BuildFailedException">None, several, or another one.</exception>
    public static T Choose<T>(IReadOnlyList<T> candidates, Func<T, string> versionOf, string? version, string none)
    {
        string[] versions = [.. candidates.Select(versionOf).Distinct()];
        var named = string.IsNullOrWhiteSpace(version) ? null : ReleaseVersion.NameOf(version);
        if (candidates.Count == 0)
        {
            throw new BuildFailedException(ExitCodes.BadInput, none);
        }

        if (named is null && versions.Length > 1)
        {
            throw new BuildFailedException(ExitCodes.BadInput, $"There are several: {string.Join(", ", versions)}. Name one: --release-version {versions[^1]}");
        }

        return candidates.LastOrDefault(candidate => named is null || ReleaseVersion.NameOf(versionOf(candidate)) == named)
            ?? throw new BuildFailedException(
                ExitCodes.BadInput,
                $"There is no '{named}'{(NearestName.Of(named!, versions) is { } near ? $"; did you mean {near}?" : ".")} Allowed: {string.Join(", ", versions)}");
    }
}
