using System.Diagnostics;

namespace Sluice.ManifestBenchmarks;

/// <summary>The peer: a process of its own each time, as every use of it is.</summary>
internal sealed class Kubectl
{
    private readonly string _folder;

    private Kubectl(string folder) => _folder = folder;

    /// <summary>The installed one, or <see langword="null"/>.</summary>
    public static Kubectl? Find(string folder) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(place => File.Exists(Path.Combine(place, "kubectl")))
            ? new Kubectl(folder)
            : null;

    /// <exception cref="InvalidOperationException">It refuses; the message is its own.</exception>
    public Rendering Render() => Rendering.Of(() =>
    {
        using var process = Process.Start(new ProcessStartInfo("kubectl", ["kustomize", _folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Split('\n').Count(line => line.StartsWith("kind:", StringComparison.Ordinal))
            : throw new InvalidOperationException(errors.Result);
    });
}
