using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Images.Publishing;

/// <summary>Reads MSBuild's lines (English, no terminal logger).</summary>
internal static partial class MsBuildOutput
{
    /// <summary>An error and the project that had it.</summary>
    /// <param name="Project">Full path of the project, or none when the line names none.</param>
    /// <param name="Error">For people.</param>
    internal sealed record ProjectError(string? Project, BuildError Error);

    /// <summary>Every error once, in the order in which they came; paths below <paramref name="root"/> are made relative to it.</summary>
    public static IReadOnlyList<ProjectError> Errors(IEnumerable<string> lines, string root)
        => lines.Select(line => Parse(line, root)).OfType<ProjectError>().Distinct().ToArray();

    /// <summary>
    /// The errors that belong to a service. An error about a project file (restore, or the file itself) is that project's;
    /// any other is the project's that was built; one that names neither may be anybody's and so is everybody's.
    /// </summary>
    public static IReadOnlyList<BuildError> Of(IReadOnlySet<string> projects, IEnumerable<ProjectError> errors, string root)
        => errors.Where(error => (AsProject(error.Error.File, root) ?? error.Project) is not { } owner || projects.Contains(owner))
            .Select(error => error.Error)
            .Distinct()
            .ToArray();

    /// <summary>The key of the job whose publish succeeded, when the line says so.</summary>
    public static string? PublishedJob(string line)
        => line.TrimStart() is var text && text.StartsWith(PublishProject.SuccessPrefix, StringComparison.Ordinal) ? text[PublishProject.SuccessPrefix.Length..].Trim() : null;

    private static ProjectError? Parse(string line, string root)
    {
        var match = ErrorLine().Match(line);
        if (!match.Success)
        {
            return null;
        }

        var origin = match.Groups["file"].Value.Trim();
        var file = origin is "" or "MSBUILD" or "CSC" or "NUGET" or "dotnet" ? null : Relative(origin, root);
        return new ProjectError(
            match.Groups["project"] is { Success: true } project ? project.Value : null,
            new BuildError(file, Number(match.Groups["line"]), Number(match.Groups["column"]), match.Groups["code"].Value, match.Groups["message"].Value.Trim().Replace(Slashed(root), "", StringComparison.Ordinal)));
    }

    private static string? AsProject(string? file, string root) => file?.EndsWith("proj", StringComparison.Ordinal) == true ? Path.GetFullPath(file, root) : null;

    private static string Relative(string path, string root)
        => Path.IsPathRooted(path) && path.StartsWith(Slashed(root), StringComparison.Ordinal) ? Path.GetRelativePath(root, path).Replace('\\', '/') : path;

    private static string Slashed(string root) => Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar;

    private static int Number(Group group) => group.Success ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^\s*(?<file>.*?)(?:\((?<line>\d{1,9})(?:,(?<column>\d{1,9})(?:,\d+,\d+)?)?\))?\s*: (?:fatal )?error (?<code>[A-Za-z]+\d+)?\s*: (?<message>.*?)(?:\s+\[(?<project>[^\[\]]+proj)(?:::[^\]]*)?\])?$")]
    private static partial Regex ErrorLine();
}
