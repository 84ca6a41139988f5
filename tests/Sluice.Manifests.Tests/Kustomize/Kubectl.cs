using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Manifests.Json;
using Sluice.Model.Input;
using Sluice.Model.Yaml;

namespace Sluice.Manifests.Tests.Kustomize;

/// <summary>The real kustomize, as kubectl carries it.</summary>
internal static class Kubectl
{
    // Older ones order and merge differently.
    private static readonly Version s_oldest = new(5, 4);

    /// <summary>Why it cannot be compared with; <see langword="null"/> if it can.</summary>
    public static string? Unfit { get; } = FindUnfit();

    private static string? FindUnfit()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "kubectl"))))
        {
            return "kubectl is not installed; it is the peer of this comparison";
        }

        var said = KustomizeVersion();
        return Version.TryParse(said.TrimStart('v'), out var version) && version >= s_oldest
            ? null
            : $"kubectl carries kustomize {said}; the comparison needs {s_oldest} or later";
    }

    private static string KustomizeVersion()
    {
        using var process = Process.Start(new ProcessStartInfo("kubectl", ["version", "--client", "--output=json"]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        try
        {
            return JsonNode.Parse(output)?["kustomizeVersion"]?.GetValue<string>() ?? "of unknown version";
        }
        catch (JsonException)
        {
            return "of unknown version";
        }
    }

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

/// <summary>A theory that needs kubectl; skipped with the reason where there is none, or too old a one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KubectlTheoryAttribute : TheoryAttribute
{
    public KubectlTheoryAttribute()
    {
        Skip = Kubectl.Unfit;
    }
}
