using System.Text.Json.Nodes;
using Sluice.Manifests.Releases;

namespace Sluice.Manifests.Tests.Releases;

public class ContentNamesTests
{
    private const string Everywhere = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: app, namespace: here}
        spec:
          selector: {matchLabels: {app: app}}
          template:
            metadata: {labels: {app: app}}
            spec:
              imagePullSecrets: [{name: secret}]
              initContainers:
              - {name: init, image: i, env: [{name: A, valueFrom: {configMapKeyRef: {name: map, key: a}}}], envFrom: [{configMapRef: {name: map}}]}
              containers:
              - name: app
                image: i
                env: [{name: A, valueFrom: {secretKeyRef: {name: secret, key: a}}}]
                envFrom: [{secretRef: {name: secret}}, {configMapRef: {name: map}}, {configMapRef: {name: not-rendered}}]
              volumes:
              - {name: one, configMap: {name: map}}
              - {name: two, secret: {secretName: secret}}
              - {name: three, projected: {sources: [{configMap: {name: map}}, {secret: {name: secret}}]}}
              - {name: four, csi: {driver: d, nodePublishSecretRef: {name: secret}}}
              - {name: five, rbd: {image: i, monitors: [m], secretRef: {name: secret}}}
              - {name: six, azureFile: {shareName: s, secretName: secret}}
              - {name: seven, storageos: {volumeName: v, secretRef: {name: secret}}}
        ---
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: nightly, namespace: here}
        spec: {schedule: "0 3 * * *", jobTemplate: {spec: {template: {spec: {containers: [{name: c, image: i, envFrom: [{configMapRef: {name: map}}]}]}}}}}
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: once, namespace: here}
        spec: {template: {spec: {containers: [{name: c, image: i, envFrom: [{configMapRef: {name: map}}, {configMapRef: {name: of-the-job}}]}]}}}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: app, namespace: here}
        imagePullSecrets: [{name: secret}]
        secrets: [{name: secret}]
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: app, namespace: here}
        spec: {tls: [{secretName: secret}]}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: app, namespace: here}
        rules:
        - {apiGroups: [""], resources: [configmaps], resourceNames: [map], verbs: [get]}
        - {apiGroups: [""], resources: [services], resourceNames: [map], verbs: [get]}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: map, namespace: here}, data: {a: "1"}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: map, namespace: there}, data: {a: "1"}}
        ---
        {apiVersion: v1, kind: ConfigMap, metadata: {name: of-the-job, namespace: here}, data: {a: "1"}}
        ---
        {apiVersion: v1, kind: Secret, metadata: {name: secret, namespace: here}, stringData: {a: hidden}}

        """;

    [Fact]
    public void Give_ConfigThatAWorkloadReads_NamedByContentAndAllReferencesFollow()
    {
        var given = Give(Everywhere);

        var map = given.Single(item => item.Kind == "ConfigMap" && item.Name.StartsWith("map-", StringComparison.Ordinal));
        var secret = given.Single(item => item.Kind == "Secret");
        Assert.Matches("^map-[a-z0-9]{10}$", map.Name);
        Assert.Matches("^secret-[a-z0-9]{10}$", secret.Name);
        Assert.Equal("here", map.Namespace);
        Assert.All(given.Where(item => item.Kind is "ConfigMap" or "Secret" && item.Name.Contains('-', StringComparison.Ordinal) && item.Name != "of-the-job"), item => Assert.True(ContentNames.IsContentNamed(item)));
        var expected = Everywhere.Split("---\n")[..5].Select(text => text
            .Replace("name: map}", $"name: {map.Name}}}", StringComparison.Ordinal)
            .Replace("name: map,", $"name: {map.Name},", StringComparison.Ordinal)
            .Replace("name: secret}", $"name: {secret.Name}}}", StringComparison.Ordinal)
            .Replace("name: secret,", $"name: {secret.Name},", StringComparison.Ordinal)
            .Replace("secretName: secret}", $"secretName: {secret.Name}}}", StringComparison.Ordinal));
        Assert.All(Samples.Render(string.Join("---\n", expected)), item =>
            Assert.Equal(item.Json.ToJsonString(), Single(given, item.Kind, item.Name).ToJsonString()));
    }

    [Fact]
    public void Give_Role_OnlyRulesAboutConfigFollow()
    {
        var rules = Single(Give(Everywhere), "Role", "app")["rules"]!;

        Assert.StartsWith("map-", rules[0]!["resourceNames"]![0]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("map", rules[1]!["resourceNames"]![0]!.ToString());
    }

    [Fact]
    public void Give_ConfigThatNoWorkloadReads_KeepsItsName()
    {
        var given = Give(Everywhere);

        Assert.Equal("there", given.Single(item => item is { Kind: "ConfigMap", Name: "map" }).Namespace);
        Assert.Contains(given, item => item is { Kind: "ConfigMap", Name: "of-the-job" });
    }

    [Fact]
    public void Give_GeneratedByKustomize_LeftAsItIs()
    {
        var files = new Dictionary<string, string>
        {
            ["kustomization.yaml"] = "resources: [all.yaml]\nconfigMapGenerator: [{name: map, literals: [a=1]}]\n",
            ["all.yaml"] = """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: app}
                spec: {selector: {matchLabels: {app: app}}, template: {metadata: {labels: {app: app}}, spec: {containers: [{name: app, image: i, envFrom: [{configMapRef: {name: map}}]}]}}}
                """,
        };
        var rendered = Sluice.Manifests.Kustomize.Kustomization.Render(new Sluice.Manifests.Files.MemoryFileTree(files), ".").Objects;

        Assert.Matches("^map-[a-z0-9]{10}$", rendered.Single(item => item.Kind == "ConfigMap").Name);
        Assert.Equal(Text(rendered), Text(Give(rendered)));
    }

    [Fact]
    public void Give_FixedName_KeepsItsName()
    {
        var given = Give(Everywhere.Replace("metadata: {name: map, namespace: here}", "metadata: {name: map, namespace: here, annotations: {sluice.dev/fixed-name: \"true\"}}", StringComparison.Ordinal));

        Assert.Equal(2, given.Count(item => item is { Kind: "ConfigMap", Name: "map" }));
    }

    [Fact]
    public void Give_LongestName_StaysValid()
    {
        var name = new string('m', 253);

        var given = Give(Everywhere.Replace("name: map", "name: " + name, StringComparison.Ordinal));

        Assert.Contains(given, item => item.Kind == "ConfigMap" && item.Name.Length == 253 && ContentNames.IsContentNamed(item));
    }

    [Fact]
    public void Give_Twice_SameAsOnce()
    {
        var once = Give(Everywhere);

        Assert.Equal(Text(once), Text(Give(once)));
    }

    [Fact]
    public void Give_AnyContents_ReferencesLeadToTheSameContentAndNamesDifferExactlyWhenContentsDo()
    {
        var random = new Random(5);
        var seen = new Dictionary<string, string>();
        for (var round = 0; round < 200; round++)
        {
            var content = random.Next(8).ToString(System.Globalization.CultureInfo.InvariantCulture);
            var objects = Samples.Render(Everywhere.Replace("namespace: here}, data: {a: \"1\"}", $"namespace: here}}, data: {{a: \"{content}\"}}", StringComparison.Ordinal))
                .OrderBy(_ => random.Next()).ToList();

            var given = Give(objects);

            var name = Single(given, "CronJob", "nightly")["spec"]!["jobTemplate"]!["spec"]!["template"]!["spec"]!["containers"]![0]!["envFrom"]![0]!["configMapRef"]!["name"]!.ToString();
            Assert.Equal(content, Single(given, "ConfigMap", name)["data"]!["a"]!.ToString());
            Assert.Equal(name, seen.GetValueOrDefault(content, name));
            seen[content] = name;
        }

        Assert.Equal(seen.Count, seen.Values.Distinct().Count());
    }

    [Fact]
    public void Apply_Config_NamedByContentAndTheRevisionIsTheOneOfThePlainNames()
    {
        var plain = Samples.Render(Samples.Backend);
        var image = "r/backend@" + Samples.Digest;

        var outcome = ReleaseRendering.Apply(plain, ["backend"], new Dictionary<string, string> { ["backend"] = image });

        var pinned = Samples.Render(Samples.Backend.Replace("image: backend", "image: " + image, StringComparison.Ordinal));
        var revision = Assert.Single(outcome.Revisions);
        Assert.Equal(RevisionHash.Of(pinned.Single(item => item.Kind == "Deployment"), pinned), revision.Revision);
        Assert.Equal(3, outcome.Objects.Count(ContentNames.IsContentNamed));
        Assert.Contains(outcome.Objects, item => item is { Kind: "ConfigMap", Name: "unrelated" });
        Assert.Same(outcome.Objects.Single(item => item.Kind == "Deployment"), revision.Workload);
    }

    private static IReadOnlyList<ManifestObject> Give(string text) => Give(Samples.Render(text));

    private static IReadOnlyList<ManifestObject> Give(IReadOnlyList<ManifestObject> objects) => ContentNames.Give(objects);

    private static JsonObject Single(IReadOnlyList<ManifestObject> objects, string kind, string name) =>
        objects.Single(item => item.Kind == kind && item.Name == name && item.Namespace == "here").Json;

    private static IEnumerable<string> Text(IReadOnlyList<ManifestObject> objects) => objects.Select(item => item.Json.ToJsonString());
}
