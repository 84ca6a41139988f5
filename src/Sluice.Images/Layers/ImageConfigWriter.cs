using System.Globalization;
using Sluice.Oci;

namespace Sluice.Images.Layers;

/// <summary>Writes the image configuration: what the base says, with the service on top.</summary>
internal static class ImageConfigWriter
{
    public static ImageConfig Write(ImageRecipe recipe, IReadOnlyList<(StoredLayer Layer, string Comment)> layers)
    {
        var inherited = recipe.Base?.Image.Image.Config;
        return new ImageConfig
        {
            Created = recipe.Created,
            Architecture = recipe.Platform.Architecture,
            Os = recipe.Platform.Os,
            Variant = recipe.Platform.Variant ?? inherited?.Variant,
            Config = Container(recipe, inherited?.Config ?? new ContainerConfig()),
            RootFs = new RootFileSystem { DiffIds = [.. inherited?.RootFs.DiffIds ?? [], .. layers.Select(layer => layer.Layer.DiffId)] },
            History = [.. inherited?.History ?? [], .. layers.Select(layer => new ImageHistory { Created = recipe.Created, CreatedBy = "sluice", Comment = layer.Comment })],
        };
    }

    private static ContainerConfig Container(ImageRecipe recipe, ContainerConfig inherited)
    {
        var port = recipe.Service.Port.ToString(CultureInfo.InvariantCulture);
        return inherited with
        {
            User = recipe.Settings.User ?? (IsRoot(inherited.User) ? ImageSettings.DefaultUser : inherited.User),
            ExposedPorts = [.. inherited.ExposedPorts ?? [], $"{port}/tcp"],
            Env = Merge(inherited.Env ?? [], Variables(recipe, port)),
            Entrypoint = Entrypoint(recipe),
            Cmd = null,
            WorkingDir = "/" + LayerContent.AppFolder,
            Labels = Labels(recipe, inherited.Labels ?? new Dictionary<string, string>()),
        };
    }

    private static string[] Entrypoint(ImageRecipe recipe)
    {
        var folder = "/" + LayerContent.AppFolder;
        return recipe.Folder.Host is { } host
            ? [$"{folder}/{host}"]
            : [recipe.Base?.Image.Contents.Dotnet ?? "dotnet", $"{folder}/{recipe.Folder.EntryAssembly}"];
    }

    private static List<string> Variables(ImageRecipe recipe, string port)
    {
        List<string> variables = [$"ASPNETCORE_HTTP_PORTS={port}", "DOTNET_EnableDiagnostics=0", "DOTNET_RUNNING_IN_CONTAINER=true"];
        if (recipe.System is not null)
        {
            // There is no ICU in it, and without this .NET would not start.
            variables.Add("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1");
        }

        return variables;
    }

    /// <summary>Ours replace the base's of the same name, in their place.</summary>
    private static List<string> Merge(IReadOnlyList<string> theirs, List<string> ours)
    {
        var byName = ours.ToDictionary(NameOf, StringComparer.Ordinal);
        var merged = theirs.Select(variable => byName.Remove(NameOf(variable), out var own) ? own : variable).ToList();
        merged.AddRange(ours.Where(variable => byName.ContainsKey(NameOf(variable))));
        return merged;
    }

    private static string NameOf(string variable) => variable.Split('=')[0];

    private static SortedDictionary<string, string> Labels(ImageRecipe recipe, IReadOnlyDictionary<string, string> theirs)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);

        // In a base's configuration the labels of the specification describe the base.
        foreach (var (key, value) in theirs.Where(label => !label.Key.StartsWith(Annotations.Prefix, StringComparison.Ordinal)))
        {
            labels[key] = value;
        }

        labels[Annotations.Title] = recipe.Service.Name;
        foreach (var (key, value) in recipe.Settings.Labels)
        {
            labels[key] = value;
        }

        return labels;
    }

    private static bool IsRoot(string? user) => string.IsNullOrEmpty(user) || user.Split(':')[0] is "0" or "root";
}
