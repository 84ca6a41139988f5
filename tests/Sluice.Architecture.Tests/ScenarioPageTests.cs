using System.Text.RegularExpressions;

namespace Sluice.Architecture.Tests;

/// <summary>The page about scenarios names tests that are there, each in the column of its layer.</summary>
public sealed partial class ScenarioPageTests
{
    private const string Page = "docs/reference/scenarios.md";
    private const string EndToEnd = "Sluice.EndToEnd";

    private static readonly string[] s_rows =
        [.. File.ReadAllLines(Path.Combine(Repository.Root, Page)).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| scenario |", StringComparison.Ordinal))];

    /// <summary>Every test by class and method, with the project it is in.</summary>
    private static readonly ILookup<string, string> s_tests = Directory.GetDirectories(Path.Combine(Repository.Root, "tests"))
        .SelectMany(project => Sources(project).SelectMany(file => Tests(File.ReadAllText(file))).Select(test => (Test: test, Project: Path.GetFileName(project))))
        .ToLookup(found => found.Test, found => found.Project);

    [Fact]
    public void Scenarios_EveryRow_NamesTestsThatExistWhereItSays()
    {
        var wrong = s_rows.SelectMany(row => Named(row, 2).Where(test => !s_tests[test].Contains(EndToEnd))
            .Concat(Named(row, 3).Where(test => s_tests[test].All(project => project == EndToEnd))));

        Assert.True(s_rows.Length >= 40, $"{Page} has {s_rows.Length} rows");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Scenarios_EveryRow_IsProvenSomewhere() =>
        Assert.All(s_rows, row => Assert.NotEmpty(Named(row, 2).Concat(Named(row, 3))));

    private static IEnumerable<string> Named(string row, int column) => Quoted().Matches(row.Split('|')[column]).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> Sources(string project) => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file[project.Length..].Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj"));

    private static IEnumerable<string> Tests(string source) => TestClass().Matches(source)
        .SelectMany(type => TestMethod().Matches(source).Select(method => $"{type.Groups[1].Value}.{method.Groups[1].Value}"));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^public (?:sealed )?(?:partial )?class (\w+)", RegexOptions.Multiline)]
    private static partial Regex TestClass();

    [GeneratedRegex(@"\[(?:Fact|Theory)[^\n]*\]\r?\n(?:\s*\[[^\n]*\]\r?\n)*\s*public (?:async )?(?:Task|void) (\w+)\(")]
    private static partial Regex TestMethod();
}
