using System.Globalization;

namespace Sluice.Reports.Ci;

/// <summary>
/// Sections of a GitLab log, which nest: the phases of a deploy are folded within the target's. Each has a name of its own, as two of
/// one name would be one. Not safe to use from several threads.
/// </summary>
/// <param name="time">Gives the times, from which the runner reckons how long a section took.</param>
public sealed class GitLabSections(TimeProvider time) : IPhaseMarks
{
    private const string ToLineStart = "\r\u001b[0K";

    private int _number;

    public IReadOnlyList<string> Begin(string phase)
    {
        _number++;
        return [$"{Mark("start")}[collapsed=true]{ToLineStart}{UntrustedText.Line(phase)}"];
    }

    public IReadOnlyList<string> End() => [$"{Mark("end")}{ToLineStart}"];

    private string Mark(string kind) => string.Create(CultureInfo.InvariantCulture, $"\u001b[0Ksection_{kind}:{time.GetUtcNow().ToUnixTimeSeconds()}:sluice_phase_{_number}");
}
