using System.Text;
using System.Xml.Linq;

namespace Sluice.Images.Publishing;

/// <summary>
/// The MSBuild project that restores and publishes several services in one call: starting the SDK once and compiling in
/// parallel is a third faster than one <c>dotnet publish</c> after another. Every service has its own output and
/// intermediate folders, so that neither an IDE nor another service's build of a shared library gets in its way.
/// </summary>
internal static class PublishProject
{
    /// <summary>The line by which a job's success is told.</summary>
    public const string SuccessPrefix = "sluice-published:";

    /// <summary>Without these the result would depend on the folder, the commit, the clock or the machine, or hold what no container needs.</summary>
    private static readonly (string Name, string Value)[] Properties =
    [
        ("Configuration", "Release"),
        ("_IsPublishing", "true"),
        ("SelfContained", "$(SluiceSelfContained)"),
        ("RuntimeIdentifier", "$(SluiceRuntime)"),
        ("UseAppHost", "$(SluiceSelfContained)"),
        ("PublishAot", "false"),
        ("PublishTrimmed", "false"),
        ("PublishSingleFile", "false"),
        ("PublishReadyToRun", "false"),
        ("Deterministic", "true"),
        ("ContinuousIntegrationBuild", "true"),
        ("DeterministicSourcePaths", "false"),
        ("EnableSourceControlManagerQueries", "false"),
        ("EnableSourceLink", "false"),
        ("IncludeSourceRevisionInInformationalVersion", "false"),
        ("DebugType", "portable"),
        ("RunAnalyzers", "false"),
        ("IsTransformWebConfigDisabled", "true"),
        ("PublishDocumentationFile", "false"),
        ("PublishReferencesDocumentationFiles", "false"),
        ("UseArtifactsOutput", "true"),
        ("ArtifactsPath", "$(SluiceWork)"),
        ("PublishDir", "$(SluiceWork)out/"),
        ("PathMap", "$(SluicePathMap)"),
    ];

    public static byte[] Write(string root, IEnumerable<PublishJob> jobs)
    {
        var ordered = jobs.ToArray();
        var common = string.Join(';', Properties.Select(property => $"{property.Name}={property.Value}"));
        var document = new XElement(
            "Project",
            new XAttribute("DefaultTargets", "PublishAll"),
            new XElement("ItemGroup", ordered.Select(job => new XElement(
                "SluiceJob",
                new XAttribute("Include", "$(MSBuildThisFileFullPath)"),
                new XElement("AdditionalProperties", $"SluiceJob={job.Key}")))),
            ordered.Select(job => new XElement(
                "PropertyGroup",
                new XAttribute("Condition", $"'$(SluiceJob)' == '{job.Key}'"),
                new XElement("SluiceProject", Escape(job.ProjectFile)),
                new XElement("SluiceWork", Escape(Folder(job.WorkFolder))),
                new XElement("SluiceRuntime", job.Runtime ?? ""),
                new XElement("SluiceSelfContained", job.Runtime is null ? "false" : "true"),
                new XElement("SluicePathMap", Escape(PathMap(root, job.WorkFolder))))),
            Target("PublishAll", Call("@(SluiceJob)", "PublishOne", null, new XAttribute("BuildInParallel", "true"), new XAttribute("ContinueOnError", "ErrorAndContinue"))),
            Target(
                "PublishOne",
                Call("$(SluiceProject)", "Restore", common + ";MSBuildRestoreSessionId=$(SluiceJob)"),
                Call("$(SluiceProject)", "Publish", common),
                new XElement("Message", new XAttribute("Importance", "high"), new XAttribute("Text", $"{SuccessPrefix}$(SluiceJob)"))));
        return Encoding.UTF8.GetBytes(document.ToString());
    }

    /// <summary>Longest folder first: the work folder may lie inside the root.</summary>
    private static string PathMap(string root, string work)
        => string.Join(',', new[] { (Folder(work), "/_obj/"), (Folder(root), "/_/"), (Folder(PackagesFolder()), "/_nuget/") }
            .Select(pair => $"{pair.Item1.Replace(",", ",,", StringComparison.Ordinal).Replace("=", "==", StringComparison.Ordinal)}={pair.Item2}"));

    private static string PackagesFolder()
        => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
            ? Path.GetFullPath(set)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string Folder(string path) => Path.TrimEndingDirectorySeparator(path) + Path.DirectorySeparatorChar;

    private static XElement Target(string name, params object[] content) => new("Target", new XAttribute("Name", name), content);

    private static XElement Call(string projects, string targets, string? properties, params XAttribute[] more)
        => new(
            "MSBuild",
            new XAttribute("Projects", projects),
            new XAttribute("Targets", targets),
            properties is null ? null : new XAttribute("Properties", properties),
            more);

    /// <summary>MSBuild's own escapes, for paths with characters that mean something to it.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var character in text)
        {
            _ = character is '%' or '$' or '@' or '\'' or ';' or '?' or '*' or '(' or ')' ? escaped.Append('%').Append(((int)character).ToString("X2", System.Globalization.CultureInfo.InvariantCulture)) : escaped.Append(character);
        }

        return escaped.ToString();
    }
}
