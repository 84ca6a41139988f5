using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.DeployBenchmarks;

/// <summary>One run of the build, from the command to its end.</summary>
/// <param name="ExitCode">Of the process.</param>
/// <param name="Lines">What it printed.</param>
/// <param name="Took">How long it took.</param>
internal sealed partial record BuildRun(int ExitCode, IReadOnlyList<string> Lines, TimeSpan Took)
{
    /// <summary>How long the compiler took, as the build says.</summary>
    public TimeSpan Compile => Sum(Compiled());

    /// <summary>How long pods took to become ready, as the build says: starting, and on their way out, for each level.</summary>
    public TimeSpan PodStart => Sum(Ready());

    /// <summary>How long what had become ready was watched afterwards, a second for each level: it has to stay ready for so long. A service a level, as in the sample.</summary>
    public TimeSpan Proving => TimeSpan.FromSeconds(Lines.Count(line => Ready().IsMatch(line)));

    /// <exception cref="InvalidOperationException">It ended otherwise; the message is what it printed.</exception>
    public BuildRun Expect(int exitCode) => ExitCode == exitCode
        ? this
        : throw new InvalidOperationException($"exit code {ExitCode} instead of {exitCode}:\n{string.Join('\n', Lines)}");

    private TimeSpan Sum(Regex pattern) => TimeSpan.FromSeconds(Lines.Select(line => pattern.Match(line)).Where(match => match.Success)
        .Sum(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@": compiled after ([0-9.]+) s")]
    private static partial Regex Compiled();

    [GeneratedRegex(@" is ready after ([0-9.]+) s")]
    private static partial Regex Ready();
}
