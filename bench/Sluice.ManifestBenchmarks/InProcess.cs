using Sluice.Manifests.Files;
using Sluice.Manifests.Kustomize;

namespace Sluice.ManifestBenchmarks;

/// <summary>Our own rendering: files are read and everything is parsed anew each time.</summary>
internal sealed class InProcess(string overlay)
{
    private readonly string _root = FindRoot();

    public string Folder => Path.Combine(_root, overlay);

    /// <exception cref="InvalidOperationException">The overlay is wrong; the message says where.</exception>
    public Rendering Render() => Rendering.Of(() =>
    {
        var outcome = Kustomization.Render(new DiskFileTree(_root), overlay);
        return outcome.IsRendered ? outcome.Objects.Count : throw new InvalidOperationException(string.Join('\n', outcome.Errors));
    });

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sluice.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The benchmark runs outside the repository.");
        }

        return folder.FullName;
    }
}
