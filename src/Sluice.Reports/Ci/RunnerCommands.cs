using System.Text.RegularExpressions;

namespace Sluice.Reports.Ci;

/// <summary>Makes text harmless that a build server would take for a command: a service's log must not steer the run. Pure.</summary>
public static partial class RunnerCommands
{
    /// <summary>The text with a blank in the marks by which runners know commands; any other text as it is.</summary>
    public static string Disarm(string text) => Mark().Replace(text, mark => mark.Value switch
    {
        "::" => ": :",
        "##[" => "## [",
        var section => $"{section} ",
    });

    // A runner trims a line before it looks for the marks at its start; the older form counts wherever it stands.
    [GeneratedRegex(@"(?<=(?:^|[\r\n])[^\S\r\n]*)::(?=[^\r\n]*::)|\#\#\[|section_(?:start|end)(?=:\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
