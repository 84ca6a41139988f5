using Sluice.Manifests.Checks;
using Sluice.Manifests.Files;
using Sluice.Manifests.Json;
using Sluice.Manifests.Kustomize;

namespace Sluice.Manifests.Tests.Kustomize;

/// <summary>The manifests of this repository.</summary>
public class OverlayTests
{
    private static readonly string s_root = FindRoot();

    public static TheoryData<string> Overlays { get; } =
        [.. Directory.EnumerateDirectories(Path.Combine(s_root, "k8s/overlays")).Select(folder => "k8s/overlays/" + Path.GetFileName(folder)).Order(StringComparer.Ordinal)];

    [KubectlTheory]
    [MemberData(nameof(Overlays))]
    public async Task Render_OurOverlay_SameObjectsAsKubectl(string overlay)
    {
        var outcome = Kustomization.Render(new DiskFileTree(s_root), overlay);

        Assert.Equal([], outcome.Errors.Select(error => error.ToString()));
        var expected = await Kubectl.RenderAsync(Path.Combine(s_root, overlay));
        Assert.Equal(string.Join('\n', expected!), string.Join('\n', outcome.Objects.Select(item => CanonicalJson.Write(item.Json))));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Checks_OurOverlay_NoFindings(string overlay)
    {
        var outcome = Kustomization.Render(new DiskFileTree(s_root), overlay);
        var place = outcome.Objects.Select(item => item.Namespace).First(name => name.Length > 0);

        Assert.Equal([], ManifestChecks.Run(outcome.Objects, place).Select(finding => finding.ToString()));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Sluice.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}
