using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>A mistake in the manifests is named with its file and field, before anything is applied.</summary>
[Collection(StageScenarios.Name)]
public sealed class BrokenManifestTests(DeployedStage stage)
{
    private const string Frontend = "k8s/base/frontend";

    /// <summary>What is broken, in which file, which text becomes which, and what the message names.</summary>
    public static TheoryData<string, string, string, string, string> Mistakes => new()
    {
        { "unknown field", $"{Frontend}/deployment.yaml", "  replicas: 1\n", "  replicas: 1\n  replicsa: 2\n", "replicsa" },
        { "unknown field deep below", $"{Frontend}/deployment.yaml", "            failureThreshold: 60\n", "            failureTreshold: 60\n", "failureTreshold" },
        { "wrong type", $"{Frontend}/deployment.yaml", "containerPort: 8080", "containerPort: eighty", "containerPort" },
        { "selector that selects other pods", $"{Frontend}/deployment.yaml", "    matchLabels:\n      app.kubernetes.io/name: frontend\n", "    matchLabels:\n      app.kubernetes.io/name: fronted\n", "selector" },
        { "the same object twice", $"{Frontend}/kustomization.yaml", "  - service.yaml\n", "  - service.yaml\n  - service.yaml\n", "service.yaml" },
        { "bad name", $"{Frontend}/serviceaccount.yaml", "  name: frontend\n", "  name: Front_End\n", "metadata.name" },
        { "missing file", $"{Frontend}/kustomization.yaml", "  - service.yaml\n", "  - services.yaml\n", "services.yaml" },
        { "broken YAML", $"{Frontend}/configmap.yaml", "\ndata:\n", "\ndata: [\n", "configmap.yaml" },
        { "unknown key in a kustomization", "k8s/overlays/stage/kustomization.yaml", "namespace: p25-stage\n", "namespaces: p25-stage\n", "namespaces" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task BrokenManifest_IsRefusedWithFileAndField_AndNothingIsApplied(string mistake, string file, string from, string to, string named)
    {
        var workspace = await stage.ReadyAsync();
        using var cluster = await StageCluster.OpenAsync(workspace);
        var before = await cluster.VersionsAsync();
        workspace.Edit(file, from, to);

        var refused = await workspace.RunAsync("DeployStage");
        await workspace.RestoreAsync();

        refused.Expect(2).Says(named).SaysLike($"{file}|{file.Replace("kustomization.yaml", "", StringComparison.Ordinal)}").Says("Nothing was changed");
        Assert.True(before.SequenceEqual(await cluster.VersionsAsync()), $"{mistake}: objects were changed");
    }
}
