using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Tests.Overlays;

/// <summary>What each environment of the sample is promised to have.</summary>
public class OverlayContentTests
{
    private static readonly string[] s_services = ["backend", "frontend", "ml-service"];

    public static TheoryData<string> Overlays { get; } = [.. Overlay.Names];

    [Fact]
    public void Overlays_Given_StageBetaProd() => Assert.Equal(["beta", "prod", "stage"], Overlay.Names);

    [Theory]
    [InlineData("stage", "backend", 3, 3)]
    [InlineData("stage", "ml-service", 1, 1)]
    [InlineData("stage", "frontend", 1, 1)]
    [InlineData("beta", "backend", 3, 5)]
    [InlineData("beta", "ml-service", 2, 3)]
    [InlineData("beta", "frontend", 2, 2)]
    [InlineData("prod", "backend", 5, 7)]
    [InlineData("prod", "ml-service", 2, 6)]
    [InlineData("prod", "frontend", 3, 3)]
    public void Replicas_OfService_AsPromised(string overlay, string service, int min, int max) =>
        Assert.Equal((min, max), Overlay.Render(overlay).Replicas(service));

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Services_Given_EachWithAccountConfigPointerAndBudget(string overlay)
    {
        var rendered = Overlay.Render(overlay);

        foreach (var kind in (string[])["Deployment", "Service", "ServiceAccount", "ConfigMap", "PodDisruptionBudget"])
        {
            Assert.Equal(s_services, rendered.NamesOf(kind));
        }

        Assert.Equal(["backend", "frontend"], rendered.NamesOf("Ingress"));
        Assert.Equal($"p25-{overlay}-s3", rendered.Get("ConfigMap", "backend").At("data", "S3_BUCKET").Text());
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Namespace_Given_AdmitsRestrictedPodsOnly(string overlay) =>
        Assert.Equal("restricted", Overlay.Render(overlay).Get("Namespace", $"p25-{overlay}").At("metadata", "labels", "pod-security.kubernetes.io/enforce").Text());

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Pods_Given_AreRestrictedAndLimited(string overlay)
    {
        foreach (var deployment in Overlay.Render(overlay).All("Deployment"))
        {
            var pod = deployment.Json.At("spec", "template", "spec");
            Assert.Equal("true", pod.At("securityContext", "runAsNonRoot")?.ToJsonString());
            Assert.Equal("RuntimeDefault", pod.At("securityContext", "seccompProfile", "type").Text());
            Assert.Equal("false", pod.At("automountServiceAccountToken")?.ToJsonString());
            Assert.Equal(deployment.Name, pod.At("serviceAccountName").Text());
            foreach (var container in pod.At("containers").Objects())
            {
                Assert.Equal("false", container.At("securityContext", "allowPrivilegeEscalation")?.ToJsonString());
                Assert.Equal("""["ALL"]""", container.At("securityContext", "capabilities", "drop")?.ToJsonString());
                Assert.Equal(deployment.Name != "frontend", container.At("securityContext", "readOnlyRootFilesystem") is not null);
                Assert.NotNull(container.At("resources", "requests", "cpu"));
                Assert.NotNull(container.At("resources", "limits", "memory"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public void Secrets_Given_HoldNamesOfVariablesOnly(string overlay)
    {
        var values = Overlay.Render(overlay).All("Secret").SelectMany(secret => (secret.Json["stringData"] as JsonObject ?? []).Concat(secret.Json["data"] as JsonObject ?? [])).ToList();

        Assert.NotEmpty(values);
        Assert.All(values, value => Assert.Matches(@"^\$\{[A-Z0-9_]+\}$", value.Value.Text()));
    }

    [Theory]
    [InlineData("stage", true)]
    [InlineData("beta", true)]
    [InlineData("prod", false)]
    public void Limits_OfTheNamespace_OutsideProd(string overlay, bool limited)
    {
        var rendered = Overlay.Render(overlay);

        Assert.Equal(limited, rendered.All("LimitRange").Any());
        Assert.Equal(limited, rendered.All("ResourceQuota").Any());
        Assert.Equal(limited, rendered.All("HTTPRoute").Any()); // prod's rate limits are its Ingress's
    }

    [Fact]
    public void Prod_Given_DeniesTrafficThatNoPolicyNames()
    {
        var prod = Overlay.Render("prod");

        Assert.Equal("""{"podSelector":{},"policyTypes":["Ingress","Egress"]}""", prod.Get("NetworkPolicy", "default-deny")["spec"]!.ToJsonString());
        Assert.Equal(["backend", "default-deny", "dns", "frontend", "metrics", "ml-service"], prod.NamesOf("NetworkPolicy"));
        Assert.Empty(Overlay.Render("stage").All("NetworkPolicy"));
    }

    [Fact]
    public void Prod_Given_LimitsRatesAndSpreadsPods()
    {
        var prod = Overlay.Render("prod");

        Assert.All(prod.All("Ingress"), ingress =>
        {
            Assert.NotNull(ingress.Json.At("metadata", "annotations", "nginx.ingress.kubernetes.io/limit-rps"));
            Assert.NotNull(ingress.Json.At("spec", "tls"));
        });
        Assert.All(prod.All("Deployment"), deployment =>
        {
            var spread = deployment.Json.At("spec", "template", "spec", "topologySpreadConstraints").Objects().ToList();
            Assert.Equal(["topology.kubernetes.io/zone", "kubernetes.io/hostname"], spread.Select(one => one["topologyKey"].Text()));
            Assert.All(spread, one => Assert.Equal(deployment.Name, one.At("labelSelector", "matchLabels", "app.kubernetes.io/name").Text()));
        });
    }
}
