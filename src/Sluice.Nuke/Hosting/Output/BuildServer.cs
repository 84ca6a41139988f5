using System.Text;
using Serilog;
using Sluice.Reports.Ci;
using Sluice.Reports.Html;

namespace Sluice.Nuke.Hosting.Output;

/// <summary>
/// Tells the build server what it shows outside of the log: on GitHub annotations and the job's summary, elsewhere nothing.
/// Warnings are annotations already, by the build engine.
/// </summary>
/// <param name="variable">Looks an environment variable up.</param>
/// <param name="write">Prints a line as it is.</param>
/// <param name="clean">Takes secrets out of a text.</param>
internal sealed class BuildServer(Func<string, string?> variable, Action<string> write, Func<string, string> clean)
{
    private const string SummaryVariable = "GITHUB_STEP_SUMMARY";

    private readonly BuildServerKind _kind = OutputPlace.ServerOf(variable);

    /// <summary>What folds the phases of a deploy; <see langword="null"/> where nothing does.</summary>
    public IPhaseMarks? Marks(TimeProvider clock) => _kind switch
    {
        BuildServerKind.GitHub => new GitHubCommands(),
        BuildServerKind.GitLab => new GitLabSections(clock),
        _ => null,
    };

    /// <summary>A deploy or a return is over.</summary>
    /// <param name="report">How.</param>
    /// <param name="place">Lines that say where the report is.</param>
    public void Tell(DeployReport report, IReadOnlyList<string> place)
    {
        if (_kind == BuildServerKind.GitHub)
        {
            Annotate(Annotations.Of(report));
            Append(JobSummary.Of(report, place, clean));
        }
    }

    /// <summary>A target has failed of which no report was told.</summary>
    public void Tell(string target, int exitCode, string message)
    {
        if (_kind == BuildServerKind.GitHub)
        {
            Annotate(Annotations.Of($"{target} failed", clean(message)));
            Append(JobSummary.OfFailure(target, exitCode, message, clean));
        }
    }

    private void Annotate(IReadOnlyList<Annotation> found)
    {
        foreach (var annotation in found)
        {
            // Before it is encoded: what is encoded in the middle of a secret would hide it from who looks for it.
            write(GitHubCommands.Error(annotation with { Title = clean(annotation.Title), Text = clean(annotation.Text), File = clean(annotation.File) }));
        }
    }

    private void Append(string summary)
    {
        if (variable(SummaryVariable) is not { Length: > 0 } path)
        {
            return;
        }

        try
        {
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            var text = Encoding.UTF8.GetBytes(summary);
            if (file.Length + text.Length > JobSummary.MaximumSize)
            {
                Log.Warning("The job's summary is full: what would be added to it is in this log");
                return;
            }

            file.Write(text);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            Log.Warning("The job's summary could not be written: {Problem:l}", problem.Message);
        }
    }
}
