using Sluice.Manifests.Files;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Input;
using Sluice.Model.Yaml;

namespace Sluice.Manifests.Kustomize;

/// <summary>Reads a kustomization with everything it refers to, and runs its steps in kustomize's order.</summary>
internal sealed class KustomizationLoader(RenderContext context)
{
    private static readonly string[] s_names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
    private readonly List<string> _stack = [];

    /// <summary>Adds the objects of a folder; a component works on those that are there already.</summary>
    /// <returns>The file, or <see langword="null"/> if it could not be read.</returns>
    public KustomizationFile? Accumulate(string folder, List<Resource> resources)
    {
        if (ReadFile(folder) is not { } file)
        {
            return null;
        }

        _stack.Add(folder);
        foreach (var reference in file.Resources)
        {
            AddResource(file, reference, resources);
        }

        // Components see what this kustomization generates, but not what it changes.
        Generators.Run(file, resources, context);
        foreach (var reference in file.Components)
        {
            AddComponent(file, reference, resources);
        }

        // Steps on half of the objects would only report what follows from the errors above.
        if (context.Errors.Count == 0)
        {
            Transformers.Run(file, resources, context);
            CheckDuplicates(file, resources);
        }

        _stack.RemoveAt(_stack.Count - 1);
        return file;
    }

    private void AddResource(KustomizationFile file, Located<string> reference, List<Resource> resources)
    {
        if (Resolve(file, reference) is not { } path)
        {
            return;
        }

        var added = new List<Resource>();
        if (context.IsFolder(path))
        {
            if (Accumulate(path, added) is { IsComponent: true })
            {
                context.Add(file, reference, $"'{reference.Value}' is a Component", "it under components, not under resources");
            }
        }
        else if (context.ReadNamed(file, reference, reference.Value) is { } read)
        {
            added.AddRange(ResourceReader.Read(RenderContext.Utf8(read.Content), read.Path, context));
        }

        foreach (var resource in added)
        {
            if (resources.Find(known => known.Id.Matches(resource.Id)) is { } twin)
            {
                context.Add(file, reference, $"{resource.Id} is there twice: in {twin.Source} and in {resource.Source}", "each object once");
            }
            else
            {
                resources.Add(resource);
            }
        }
    }

    private void AddComponent(KustomizationFile file, Located<string> reference, List<Resource> resources)
    {
        if (Resolve(file, reference) is not { } path)
        {
            return;
        }

        if (!context.IsFolder(path))
        {
            context.Add(file, reference, $"the folder '{path}' does not exist", "a folder with a kustomization of kind Component");
        }
        else if (Accumulate(path, resources) is { IsComponent: false })
        {
            context.Add(file, reference, $"'{reference.Value}' is not a Component", "a kustomization of kind Component; others go under resources");
        }
    }

    private string? Resolve(KustomizationFile file, Located<string> reference)
    {
        var value = reference.Value;
        if (value.Contains("://", StringComparison.Ordinal) || value.Contains("?ref=", StringComparison.Ordinal)
            || value.StartsWith("git@", StringComparison.Ordinal) || value.StartsWith("github.com/", StringComparison.Ordinal))
        {
            context.Add(file, reference, $"'{value}' is remote", "a file or folder of this repository (copy it in, so that a release can be rebuilt)");
            return null;
        }

        if (TreePath.Combine(file.Folder, value) is not { } path)
        {
            context.Add(file, reference, $"'{value}' is outside the repository", "a file or folder of this repository");
            return null;
        }

        if (_stack.IndexOf(path) is >= 0 and var start)
        {
            context.Add(file, reference, $"the kustomizations refer to each other in a circle: {string.Join(" → ", _stack.Skip(start).Append(path))}", "a base that does not refer back");
            return null;
        }

        return path;
    }

    private KustomizationFile? ReadFile(string folder)
    {
        var found = s_names.Select(name => TreePath.Combine(folder, name)!).Where(path => context.Read(path) is not null).ToList();
        if (found.Count != 1)
        {
            context.Errors.Add(found.Count == 0
                ? new InputError(folder, 1, 1, "", "the folder has no kustomization.yaml", "a folder with one")
                : new InputError(found[1], 1, 1, "", $"the folder has several kustomizations: {string.Join(", ", found)}", "one of them"));
            return null;
        }

        var path = found[0];
        var stream = YamlReader.Read(RenderContext.Utf8(context.Read(path)!), path);
        if (stream.Errors.Count > 0 || stream.Documents is not [{ Root: { } root }])
        {
            context.Errors.AddRange(stream.Errors);
            if (stream.Errors.Count == 0)
            {
                context.Errors.Add(new InputError(path, 1, 1, "", stream.Documents.Count > 1 ? "there are several documents" : "the file is empty", "one kustomization"));
            }

            return null;
        }

        var reading = new ReadContext(path);
        var file = KustomizationSchema.Read(root, path, folder, reading);
        context.Errors.AddRange(reading.Errors);
        return file;
    }

    private void CheckDuplicates(KustomizationFile file, List<Resource> resources)
    {
        foreach (var twins in resources.GroupBy(resource => resource.Id with { Namespace = resource.Id.EffectiveNamespace }).Where(group => group.Count() > 1))
        {
            context.Errors.Add(new InputError(file.Path, 1, 1, "", $"{twins.Key.Kind}/{twins.Key.Name} is there twice after this kustomization: from {string.Join(" and ", twins.Select(twin => twin.Source))}", "each object once"));
        }
    }
}
