using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Sluice.Images.Inputs;

/// <summary>
/// What one MSBuild file points at, read from its XML without evaluating it. Conditions are ignored, so it finds
/// rather too many inputs than too few: an input too many costs a build, a missed one would ship old bytes.
/// </summary>
/// <param name="ProjectReferences">Full paths of projects.</param>
/// <param name="Imports">Full paths of imported files.</param>
/// <param name="Items">Full paths of files and folders that items include.</param>
internal sealed partial record MsBuildFile(IReadOnlyList<string> ProjectReferences, IReadOnlyList<string> Imports, IReadOnlyList<string> Items)
{
    private const int LongestPropertyChain = 8;

    public static MsBuildFile Empty { get; } = new([], [], []);

    /// <summary>Reads a file; one that is not XML points at nothing (the compile will say what is wrong with it).</summary>
    /// <param name="path">The file itself.</param>
    /// <param name="projectFolder">Folder of the project that is built; relative items start there.</param>
    /// <param name="properties">Properties seen so far; those of this file are added.</param>
    public static MsBuildFile Read(string path, string projectFolder, IDictionary<string, string> properties)
    {
        XElement root;
        try
        {
            root = XElement.Load(path);
        }
        catch (XmlException)
        {
            return Empty;
        }

        var folder = Path.GetDirectoryName(path)!;
        foreach (var property in root.Descendants().Where(element => element.Parent?.Name.LocalName == "PropertyGroup" && !element.HasElements))
        {
            properties[property.Name.LocalName] = property.Value.Replace("$(MSBuildThisFileDirectory)", folder + "/", StringComparison.OrdinalIgnoreCase);
        }

        var names = new Dictionary<string, string>(properties, StringComparer.OrdinalIgnoreCase)
        {
            ["MSBuildThisFileDirectory"] = folder + "/",
            ["MSBuildProjectDirectory"] = projectFolder,
            ["ProjectDir"] = projectFolder + "/",
        };
        return new MsBuildFile(
            Paths(root, "ProjectReference", "Include", projectFolder, names),
            Paths(root, "Import", "Project", folder, names),
            Paths(root, null, "Include", projectFolder, names));
    }

    private static string[] Paths(XElement root, string? element, string attribute, string folder, Dictionary<string, string> properties)
        => root.Descendants()
            .Where(node => element is null ? node.Parent?.Name.LocalName == "ItemGroup" && node.Name.LocalName is not ("ProjectReference" or "PackageReference") : node.Name.LocalName == element)
            .SelectMany(node => (node.Attribute(attribute)?.Value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(text => Expand(text, properties))
            .OfType<string>()
            .Select(text => Path.GetFullPath(WithoutWildcards(text.Replace('\\', '/')), folder))
            .Distinct(StringComparer.Ordinal)
            .ToArray();

    private static string? Expand(string text, Dictionary<string, string> properties)
    {
        for (var round = 0; round < LongestPropertyChain && text.Contains("$(", StringComparison.Ordinal); round++)
        {
            text = PropertyPattern().Replace(text, match => properties.TryGetValue(match.Groups[1].Value, out var value) ? value : match.Value);
        }

        return text.Length == 0 || text.Contains("$(", StringComparison.Ordinal) || text.Contains("@(", StringComparison.Ordinal) || text.Contains("%(", StringComparison.Ordinal) ? null : text;
    }

    private static string WithoutWildcards(string text)
    {
        var wildcard = text.AsSpan().IndexOfAny('*', '?');
        return wildcard < 0 ? text : text[..(text.LastIndexOf('/', wildcard) + 1)] is { Length: > 0 } folder ? folder : ".";
    }

    [GeneratedRegex(@"\$\(([A-Za-z_][A-Za-z0-9_.-]*)\)")]
    private static partial Regex PropertyPattern();
}
