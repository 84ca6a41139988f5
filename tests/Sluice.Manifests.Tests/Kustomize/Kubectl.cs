using System.Diagnostics;
using Sluice.Manifests.Json;
using Sluice.Model.Input;
using Sluice.Model.Yaml;

namespace Sluice.Manifests.Tests.Kustomize;

/// <summary>The real kustomize, as kubectl carries it.</summary>
internal static class Kubectl
{
    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "kubectl")));

    /// <summary>The objects it renders, as canonical JSON in its order; <see langword="null"/> if it refuses.</summary>
    public static async Task<IReadOnlyList<string>?> RenderAsync(string folder)
    {
        var start = new ProcessStartInfo("kubectl", ["kustomize", folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await errors;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            return null;
        }

        var problems = new List<InputError>();
        var stream = YamlReader.Read(output, "kubectl");
        Assert.Empty(stream.Errors);
        List<string> objects = [.. stream.Documents.Where(document => document.Root is not null)
            .Select(document => CanonicalJson.Write(YamlToJson.Convert(document.Root!, "kubectl", problems)))];
        Assert.Empty(problems);
        return objects;
    }

    public static async Task<IReadOnlyList<string>?> RenderAsync(IReadOnlyDictionary<string, string> files)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-kustomize-").FullName;
        try
        {
            foreach (var (name, text) in files)
            {
                var path = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, text);
            }

            return await RenderAsync(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>A theory that needs kubectl; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KubectlTheoryAttribute : TheoryAttribute
{
    public KubectlTheoryAttribute()
    {
        if (!Kubectl.IsInstalled)
        {
            Skip = "kubectl is not installed; it is the peer of this comparison";
        }
    }
}
