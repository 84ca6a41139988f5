using System.Text.RegularExpressions;

namespace Sluice.EndToEnd.Harness;

/// <summary>What a user saw of one run of the build.</summary>
/// <param name="Command">What was typed.</param>
/// <param name="ExitCode">Of the process.</param>
/// <param name="Lines">Standard output and standard error, as they came.</param>
/// <param name="Duration">From start to end.</param>
internal sealed record BuildResult(string Command, int ExitCode, IReadOnlyList<string> Lines, TimeSpan Duration)
{
    public string Text => string.Join('\n', Lines);

    /// <summary>Asserts the exit code, and that a failure is told to a person: no stack trace, no exception's name.</summary>
    public BuildResult Expect(int exitCode)
    {
        Check(ExitCode == exitCode, $"exit code {ExitCode} instead of {exitCode}");
        if (exitCode != 0)
        {
            Check(!Lines.Any(line => line.StartsWith("   at ", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal)), "a stack trace or an exception");
        }

        return this;
    }

    /// <summary>Asserts that a line holds a text.</summary>
    public BuildResult Says(string text) =>
        Check(Lines.Any(line => line.Contains(text, StringComparison.Ordinal)), $"no line with: {text}");

    /// <summary>Asserts that a line matches a pattern.</summary>
    public BuildResult SaysLike(string pattern) =>
        Check(Lines.Any(line => Regex.IsMatch(line, pattern)), $"no line like: {pattern}");

    /// <summary>Asserts that no line holds a text.</summary>
    public BuildResult DoesNotSay(string text) =>
        Check(!Lines.Any(line => line.Contains(text, StringComparison.Ordinal)), $"a line with: {text}");

    /// <summary>Asserts that it took less time.</summary>
    public BuildResult Within(TimeSpan limit) => Check(Duration < limit, $"{Duration.TotalSeconds:0.0} s, allowed were {limit.TotalSeconds:0.0} s");

    /// <summary>The address that is printed for a service.</summary>
    public Uri UrlOf(string service)
    {
        var match = Regex.Match(Text, $@"\s{Regex.Escape(service)} +(http://\S+)");
        Check(match.Success, $"no address of {service}");
        return new Uri(match.Groups[1].Value);
    }

    private BuildResult Check(bool holds, string surprise)
    {
        if (!holds)
        {
            Assert.Fail($"{Command}: {surprise}. It printed:\n{Text}");
        }

        return this;
    }
}
