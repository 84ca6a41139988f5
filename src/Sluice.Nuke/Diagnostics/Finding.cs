using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Diagnostics;

/// <summary>How bad a finding is.</summary>
public enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Fine,

    /// <summary>Works, but worth knowing.</summary>
    Notice,

    /// <summary>Something will not work.</summary>
    Problem,
}

/// <summary>One thing that <c>Doctor</c> looked at.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="Subject">What was looked at, one or two words.</param>
/// <param name="What">What was found.</param>
/// <param name="Advice">What to do about it, beginning with a verb; <see langword="null"/> when nothing is to be done.</param>
/// <param name="ExitCode">Exit code that this finding stands for; 0 when it is no problem.</param>
public sealed record Finding(FindingLevel Level, string Subject, string What, string? Advice = null, int ExitCode = ExitCodes.Infrastructure)
{
    public static Finding Fine(string subject, string what) => new(FindingLevel.Fine, subject, what, null, ExitCodes.Done);

    public static Finding Notice(string subject, string what, string advice) => new(FindingLevel.Notice, subject, what, advice, ExitCodes.Done);

    public static Finding Problem(string subject, string what, string advice, int exitCode = ExitCodes.Infrastructure) =>
        new(FindingLevel.Problem, subject, what, advice, exitCode);

    /// <summary>One line: subject, what, advice.</summary>
    public override string ToString() => $"{Subject}: {What}{(Advice is null ? "" : $"{(What[^1] is '.' or '?' ? "" : ".")} {Advice}")}";
}
