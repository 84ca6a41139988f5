using Sluice.Manifests.Checks;
using Sluice.Manifests.Files;
using Sluice.Manifests.Json;
using Sluice.Manifests.Kustomize;
using Sluice.Manifests.Tests.Kustomize;

namespace Sluice.Manifests.Tests.Overlays;

/// <summary>The manifests of this repository are rendered as kubectl renders them, and have no mistakes that we know.</summary>
public class OverlayTests
{
    public static TheoryData<string> Overlays { get; } = [.. Overlay.Names];

    [KubectlTheory]
    [MemberData(nameof(Overlays))]
    public async Task Render_OurOverlay_SameObjectsAsKubectl(string overlay)
    {
        var outcome = Kustomization.Render(new DiskFileTree(Overlay.Root), $"k8s/overlays/{overlay}");

        Assert.Equal([], outcome.Errors.Select(error => error.ToString()));
        var expected = await Kubectl.RenderAsync(Path.Combine(Overlay.Root, "k8s/overlays", overlay));
        Assert.Equal(string.Join('\n', expected!), string.Join('\n', outcome.Objects.Select(item => CanonicalJson.Write(item.Json))));
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Checks_OurOverlay_NoFindings(string overlay)
    {
        var outcome = Kustomization.Render(new DiskFileTree(Overlay.Root), $"k8s/overlays/{overlay}");

        Assert.Equal([], ManifestChecks.Run(outcome.Objects, $"p25-{overlay}").Select(finding => finding.ToString()));
    }
}
