using System.Text;
using System.Text.Json;
using Sluice.Images.Publishing;
using Sluice.Oci;

namespace Sluice.Images.Inputs;

/// <summary>
/// Which SDK compiles in a folder. Asking costs a process, so the answer is kept for as long as the host, the set of
/// installed SDKs and <c>global.json</c> stay the same.
/// </summary>
internal sealed class SdkProbe(string dotnet, string cacheFile)
{
    /// <summary>The version (<c>10.0.100</c>), or why there is none.</summary>
    public async Task<(string? Version, string? Problem)> FindAsync(string folder, CancellationToken cancellationToken)
    {
        var key = Key(folder);
        var known = Load();
        if (known.TryGetValue(key, out var version))
        {
            return (version, null);
        }

        var result = await ToolProcess.RunAsync(dotnet, ["--version"], folder, null, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0)
        {
            var said = result.Lines.FirstOrDefault(line => line.Trim().Length > 0)?.Trim();
            return (null, said ?? $"\"{dotnet} --version\" ended with exit code {result.ExitCode}.");
        }

        known[key] = version = result.Lines.Last(line => line.Trim().Length > 0).Trim();
        AtomicFile.Write(cacheFile, JsonSerializer.SerializeToUtf8Bytes(known));
        return (version, null);
    }

    private Dictionary<string, string> Load()
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(cacheFile)) ?? [];
        }
        catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private string Key(string folder)
    {
        var host = new FileInfo(dotnet) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? dotnet : dotnet;
        var sdks = Path.Combine(Path.GetDirectoryName(host) ?? "", "sdk");
        var text = new StringBuilder(host);
        foreach (var sdk in Directory.Exists(sdks) ? Directory.GetDirectories(sdks).Order(StringComparer.Ordinal).ToArray() : [])
        {
            text.Append('\n').Append(sdk);
        }

        for (var parent = folder; parent is not null; parent = Path.GetDirectoryName(parent))
        {
            if (Path.Combine(parent, "global.json") is var file && File.Exists(file))
            {
                text.Append('\n').Append(File.ReadAllText(file));
                break;
            }
        }

        return Digest.Compute(Encoding.UTF8.GetBytes(text.ToString())).Hex;
    }
}
