using Sluice.Model.Files.Shapes;
using Sluice.Model.Input;

namespace Sluice.Model.Files.Checks;

/// <summary>What the file names on disk is there.</summary>
internal static class FolderChecks
{
    private static readonly string[] s_kustomizationNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    public static void Run(PipelineDraft draft, string rootFolder, ReadContext context)
    {
        foreach (var service in draft.Services.Select(service => service.Value).OfType<ServiceDraft>())
        {
            if (service.Project is { } project)
            {
                CheckProject(project, rootFolder, context);
            }

            if (service.Dockerfile is { } dockerfile && !File.Exists(Path.Combine(rootFolder, dockerfile.Value)))
            {
                context.Add(dockerfile.Node, dockerfile.Path, $"the file {dockerfile.Shown} does not exist", "an existing Dockerfile", Sibling(rootFolder, dockerfile));
            }

            if (service.Context is { } buildContext && !Directory.Exists(Path.Combine(rootFolder, buildContext.Value)))
            {
                context.Add(buildContext.Node, buildContext.Path, $"the folder {buildContext.Shown} does not exist", "an existing folder", Sibling(rootFolder, buildContext));
            }
        }

        foreach (var overlay in draft.Environments.Select(environment => environment.Value?.Overlay).OfType<Located<string>>())
        {
            CheckOverlay(overlay, rootFolder, context);
        }
    }

    private static void CheckProject(Located<string> project, string rootFolder, ReadContext context)
    {
        var path = Path.Combine(rootFolder, project.Value);
        if (Directory.Exists(path))
        {
            var count = Directory.EnumerateFiles(path, "*.*proj").Count();
            if (count != 1)
            {
                context.Add(project.Node, project.Path, $"the folder {project.Shown} has {(count == 0 ? "no project file" : "several project files")}", "a folder with one project file, or the file itself");
            }
        }
        else if (!File.Exists(path))
        {
            context.Add(project.Node, project.Path, $"{project.Shown} does not exist", "an existing project file or folder", Sibling(rootFolder, project));
        }
    }

    private static void CheckOverlay(Located<string> overlay, string rootFolder, ReadContext context)
    {
        var path = Path.Combine(rootFolder, overlay.Value);
        if (!Directory.Exists(path))
        {
            context.Add(overlay.Node, overlay.Path, $"the folder {overlay.Shown} does not exist", "an existing folder with a kustomization.yaml", Sibling(rootFolder, overlay));
        }
        else if (!s_kustomizationNames.Any(name => File.Exists(Path.Combine(path, name))))
        {
            context.Add(overlay.Node, overlay.Path, $"the folder {overlay.Shown} has no kustomization.yaml", "a folder with a kustomization.yaml");
        }
    }

    // The nearest name beside the missing one, as a path the user can paste.
    private static string? Sibling(string rootFolder, Located<string> place)
    {
        if (place.HoldsVariable)
        {
            return null;
        }

        var path = place.Value;
        var parent = Path.GetDirectoryName(path) ?? "";
        var folder = Path.Combine(rootFolder, parent);
        if (!Directory.Exists(folder))
        {
            return null;
        }

        var names = Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal);
        return NearestName.Of(Path.GetFileName(path), names) is { } near ? Path.Combine(parent, near).Replace('\\', '/') : null;
    }
}
