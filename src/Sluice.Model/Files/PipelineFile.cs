using Sluice.Model.Files.Shapes;
using Sluice.Model.Input;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files;

/// <summary>Reads <c>sluice.yaml</c>. Nothing here throws for a file that is wrong.</summary>
public static class PipelineFile
{
    public const string DefaultName = "sluice.yaml";
    private static readonly string[] s_kustomizationNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    /// <summary>Reads and checks a file. Messages name it by its last part.</summary>
    public static PipelineLoad Load(string path)
    {
        var name = Path.GetFileName(path);
        try
        {
            return Parse(File.ReadAllText(path), name);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Unreadable(name, $"the file does not exist at {path}", "a sluice.yaml in the folder of the build");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Unreadable(name, $"the file cannot be read: {exception.Message.TrimEnd('.')}", "a readable file");
        }
    }

    /// <summary>Reads and checks a text; pure.</summary>
    public static PipelineLoad Parse(string text, string fileName)
    {
        var stream = YamlReader.Read(text, fileName);
        if (stream.Errors.Count > 0)
        {
            return new PipelineLoad(fileName, null, stream.Errors);
        }

        var context = new ReadContext(fileName);
        if (stream.Documents.Count > 1)
        {
            var second = stream.Documents[1];
            return new PipelineLoad(fileName, null, [new InputError(fileName, second.Line, 1, "", "a second document starts here", "one document")]);
        }

        if (stream.Documents is not [{ Root: { } root }])
        {
            return new PipelineLoad(fileName, null, [new InputError(fileName, 1, 1, "", "the file is empty", PipelineSchema.Pipeline.Allowed)]);
        }

        var draft = PipelineSchema.Pipeline.Read(root, "", context);
        if (draft is not null)
        {
            PipelineChecks.Run(draft, context);
        }

        return new PipelineLoad(fileName, draft, context.Errors);
    }

    /// <summary>The same outcome with an error more for each project and overlay that does not exist below <paramref name="rootFolder"/>.</summary>
    public static PipelineLoad CheckFolders(PipelineLoad load, string rootFolder)
    {
        if (load.Draft is not { } draft)
        {
            return load;
        }

        var context = new ReadContext(load.File);
        foreach (var project in draft.Services.Select(service => service.Value.Project).OfType<Located<string>>())
        {
            CheckProject(project, rootFolder, context);
        }

        foreach (var overlay in draft.Environments.Select(environment => environment.Value.Overlay).OfType<Located<string>>())
        {
            CheckOverlay(overlay, rootFolder, context);
        }

        return context.Errors.Count == 0 ? load : new PipelineLoad(load.File, draft, [.. load.Errors, .. context.Errors]);
    }

    /// <summary>The JSON schema of the file, for editors; two spaces of indentation, final newline.</summary>
    public static string JsonSchema() => PipelineSchema.Json().ToJsonString(new() { WriteIndented = true }) + "\n";

    private static void CheckProject(Located<string> project, string rootFolder, ReadContext context)
    {
        var path = Path.Combine(rootFolder, project.Value);
        if (Directory.Exists(path))
        {
            var count = Directory.EnumerateFiles(path, "*.*proj").Count();
            if (count != 1)
            {
                context.Add(project.Node, project.Path, $"the folder '{project.Value}' has {(count == 0 ? "no project file" : "several project files")}", "a folder with one project file, or the file itself");
            }
        }
        else if (!File.Exists(path))
        {
            context.Add(project.Node, project.Path, $"'{project.Value}' does not exist", "an existing project file or folder", Sibling(rootFolder, project.Value));
        }
    }

    private static void CheckOverlay(Located<string> overlay, string rootFolder, ReadContext context)
    {
        var path = Path.Combine(rootFolder, overlay.Value);
        if (!Directory.Exists(path))
        {
            context.Add(overlay.Node, overlay.Path, $"the folder '{overlay.Value}' does not exist", "an existing folder with a kustomization.yaml", Sibling(rootFolder, overlay.Value));
        }
        else if (!s_kustomizationNames.Any(name => File.Exists(Path.Combine(path, name))))
        {
            context.Add(overlay.Node, overlay.Path, $"the folder '{overlay.Value}' has no kustomization.yaml", "a folder with a kustomization.yaml");
        }
    }

    // The nearest name beside the missing one, as a path the user can paste.
    private static string? Sibling(string rootFolder, string path)
    {
        var parent = Path.GetDirectoryName(path) ?? "";
        var folder = Path.Combine(rootFolder, parent);
        if (!Directory.Exists(folder))
        {
            return null;
        }

        var names = Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal);
        return NearestName.Of(Path.GetFileName(path), names) is { } near ? Path.Combine(parent, near).Replace('\\', '/') : null;
    }

    private static PipelineLoad Unreadable(string name, string problem, string allowed) =>
        new(name, null, [new InputError(name, 1, 1, "", problem, allowed)]);
}
