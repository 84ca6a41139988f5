namespace Sluice.Nuke.Diagnostics;

/// <summary>One question that <c>Doctor</c> asks.</summary>
/// <param name="Subject">What it is about, one or two words; stands before a finding that it hangs.</param>
/// <param name="Look">Gives what was found. Its token ends when its time is over.</param>
/// <param name="WhenSilent">What to do when it does not answer in time, beginning with a verb.</param>
internal sealed record Check(string Subject, Func<CancellationToken, Task<IReadOnlyList<Finding>>> Look, string WhenSilent)
{
    /// <summary>A check that finds one thing and cannot wait for anybody but the disk.</summary>
    public static Check Local(string subject, Func<Finding> look) =>
        new(subject, _ => Task.FromResult<IReadOnlyList<Finding>>([look()]), "Look at the disk that holds the repository: it does not answer.");

    /// <summary>A check that asks another program.</summary>
    public static Check Program(string subject, string program, Func<CancellationToken, Task<Finding>> look) =>
        new(subject, async token => [await look(token).ConfigureAwait(false)], $"Run {program} by hand; it does not come back.");
}
