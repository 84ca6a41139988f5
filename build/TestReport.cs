using System.Globalization;
using System.Xml.Linq;

/// <summary>The counts of one test run, summed over all test projects.</summary>
/// <param name="Passed">Tests that passed.</param>
/// <param name="Failed">Tests that failed.</param>
/// <param name="Skipped">Tests that were not run, each for a reason it names.</param>
/// <param name="Failures">Name and first line of the message of each failed test.</param>
sealed record TestReport(int Passed, int Failed, int Skipped, IReadOnlyList<string> Failures)
{
    /// <summary>The line that scripts read.</summary>
    public string ClosingLine => $"{Passed} passed, {Failed} failed, {Skipped} skipped";

    /// <summary>Reads every <c>.trx</c> file of a folder.</summary>
    public static TestReport Read(string folder)
    {
        var results = Directory.GetFiles(folder, "*.trx", SearchOption.AllDirectories)
            .SelectMany(file => XDocument.Load(file).Descendants().Where(element => element.Name.LocalName == "UnitTestResult"))
            .ToLookup(result => (string?)result.Attribute("outcome"));

        var failed = results["Failed"].ToList();
        var passed = results["Passed"].Count();
        return new TestReport(
            passed,
            failed.Count,
            results.Sum(outcome => outcome.Count()) - passed - failed.Count,
            [.. failed.Select(Describe)]);
    }

    static string Describe(XElement result)
    {
        var message = result.Descendants().FirstOrDefault(element => element.Name.LocalName == "Message")?.Value ?? "no message";
        return string.Create(CultureInfo.InvariantCulture, $"{(string?)result.Attribute("testName")}: {message.Split('\n')[0].Trim()}");
    }
}
