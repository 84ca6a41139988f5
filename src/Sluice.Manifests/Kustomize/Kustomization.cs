using Sluice.Manifests.Files;
using Sluice.Manifests.Json;
using Sluice.Model.Input;

namespace Sluice.Manifests.Kustomize;

/// <summary>
/// Renders kustomizations in process, with the same objects as <c>kubectl kustomize</c>. Pure given the files. What
/// kustomize knows and this does not is an error that names the field.
/// </summary>
public static class Kustomization
{
    /// <param name="files">The files, usually <see cref="DiskFileTree"/> over the repository.</param>
    /// <param name="folder">Folder with the kustomization, relative to the root of the files.</param>
    public static RenderOutcome Render(IFileTree files, string folder)
    {
        var context = new RenderContext(files);
        if (TreePath.Combine(".", folder) is not { } path)
        {
            return new RenderOutcome([], [new InputError(folder, 1, 1, "", "the folder is outside the repository", "a folder below it")]);
        }

        var resources = new List<Resource>();
        var root = new KustomizationLoader(context).Accumulate(path, resources);
        if (root is null || context.Errors.Count > 0)
        {
            return Failed(context);
        }

        ContentHash.AppendToNames(resources);
        NameReferences.Rewrite(resources, context, root.Path);
        if (context.Errors.Count > 0)
        {
            return Failed(context);
        }

        resources.RemoveAll(resource => resource.Json.At("metadata", "annotations", "config.kubernetes.io/local-config").Text() == "true");
        var ordered = root.Order?.Sort(resources) ?? resources;
        return new RenderOutcome([.. ordered.Select(resource => new ManifestObject(resource.Json, resource.Source))], []);
    }

    private static RenderOutcome Failed(RenderContext context) => new([], [.. context.Errors.Distinct()]);
}
