using Sluice.Manifests.Files;
using Sluice.Manifests.Kustomize;

namespace Sluice.Manifests.Tests.Kustomize;

public class KustomizationErrorTests
{
    private const string ConfigMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n";

    [Theory]
    [InlineData("resources: [a.yaml]\nvars: []\n", "kustomization.yaml:2:7: vars: 'vars' is not supported here. Allowed: replacements.")]
    [InlineData("resources: [a.yaml]\nhelmCharts: [{name: x}]\n", "kustomization.yaml:2:13: helmCharts: 'helmCharts' is not supported here.")]
    [InlineData("resources: [a.yaml]\nresurces: []\n", "kustomization.yaml:2:1: resurces: the key 'resurces' is not known here.")]
    [InlineData("resources: [a.yaml]\nimages: [{name: a, newtag: b}]\n", "kustomization.yaml:2:20: images[0].newtag: the key 'newtag' is not known here. Allowed: name, newName, newTag, digest, tagSuffix. Did you mean 'newTag'?")]
    [InlineData("resources: [https://example.com/x.yaml]\n", "kustomization.yaml:1:13: resources[0]: 'https://example.com/x.yaml' is remote.")]
    [InlineData("resources: [github.com/a/b]\n", "is remote.")]
    [InlineData("resources: [nothere.yaml]\n", "kustomization.yaml:1:13: resources[0]: the file 'nothere.yaml' does not exist.")]
    [InlineData("resources: [/etc/passwd]\n", "'/etc/passwd' is outside the repository.")]
    [InlineData("resources: [../../x]\n", "'../../x' is outside the repository.")]
    [InlineData("resources: [.]\n", "the kustomizations refer to each other in a circle: . → .")]
    [InlineData("resources: [a.yaml, a.yaml]\n", "kustomization.yaml:1:21: resources[1]: ConfigMap/settings is there twice: in a.yaml and in a.yaml.")]
    [InlineData("resources: [a.yaml]\nreplicas: [{name: wep, count: 2}]\n", "no workload is called 'wep'.")]
    [InlineData("resources: [a.yaml]\nreplicas: [{name: web, count: -1}]\n", "kustomization.yaml:2:31: replicas[0].count: -1 is out of range.")]
    [InlineData("resources: [a.yaml]\npatches: [{patch: \"a: 1\\nb: {}}\"}]\n", "kustomization.yaml:2:11: patches[0]: line 2 of the patch: this is not valid YAML")]
    [InlineData("resources: [a.yaml]\npatches: [{target: {kind: ConfigMap}}]\n", "patches[0]: a patch has exactly one of patch and path.")]
    [InlineData("resources: [a.yaml]\npatches: [{patch: \"[]\"}]\n", "patches[0]: a JSON6902 patch has no target.")]
    [InlineData("resources: [a.yaml]\npatches: [{target: {name: \"(\"}, patch: \"[]\"}]\n", "patches[0].target.name: '(' is not a regular expression.")]
    [InlineData("resources: [a.yaml]\npatches: [{patch: \"{apiVersion: v1, kind: ConfigMap, metadata: {name: setings}}\"}]\n", "there is no v1 ConfigMap/setings to patch. Allowed: apiVersion, kind, name and namespace of an object of this kustomization, or a target. Did you mean 'settings'?")]
    [InlineData("resources: [a.yaml]\npatches: [{patch: \"{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, $retainKeys: [a]}\"}]\n", "the directive $retainKeys is not supported here.")]
    [InlineData("resources: [a.yaml]\npatches: [{target: {kind: ConfigMap}, patch: \"[{op: remove, path: /data/x}]\"}]\n", "the patch does not fit ConfigMap/settings from a.yaml: operation 1: there is nothing at /data/x.")]
    [InlineData("configMapGenerator: [{name: a, literals: [x]}]\n", "configMapGenerator[0].literals[0]: 'x' is not a pair. Allowed: key=value.")]
    [InlineData("configMapGenerator: [{name: a, files: [none.txt]}]\n", "configMapGenerator[0].files[0]: the file 'none.txt' does not exist.")]
    [InlineData("configMapGenerator: [{name: a, behavior: merg}]\n", "configMapGenerator[0].behavior: 'merg' is not known here. Allowed: create, replace, merge. Did you mean 'merge'?")]
    [InlineData("configMapGenerator: [{name: a, behavior: merge}]\n", "there is no ConfigMap/a to merge into.")]
    [InlineData("sortOptions: {order: fifo, legacySortOptions: {}}\n", "kustomization.yaml:1:47: sortOptions.legacySortOptions: does not go with order: fifo. Allowed: order: legacy.")]
    [InlineData("resources: [a.yaml]\nimages: [{name: a, tagSuffix: -x}]\n", "kustomization.yaml:2:31: images[0].tagSuffix: 'tagSuffix' is not supported here. Allowed: newTag with the whole tag")]
    [InlineData("resources: [a.yaml]\nbuildMetadata: [managedByLabel]\n", "kustomization.yaml:2:16: buildMetadata: 'buildMetadata' is not supported here. Allowed: commonAnnotations.")]
    [InlineData("resources: [a.yaml]\npatches: [{target: {kind: ConfigMap}, patch: \"[{op: add, path: /data, value: {}}]\\n---\\n[{op: remove, path: /data}]\"}]\n", "kustomization.yaml:2:11: patches[0]: a JSON6902 patch is in one document. Allowed: all operations in one list.")]
    [InlineData("resources: [a.yaml]\npatches: [{target: {kind: ConfigMap}, patch: \"[{op: add, path: /data, value: {}, valeu: 1}]\"}]\n", "patches[0]: an operation has the unknown key 'valeu'. Allowed: op, path, from, value.")]
    [InlineData("resources: [a.yaml]\npatches: [{target: {kind: ConfigMap}, patch: \"[{op: add, path: /data}]\"}]\n", "operation 1: 'add' has no value.")]
    [InlineData("resources: [a.yaml]\npatches: [{target: {kind: ConfigMap}, patch: \"[{op: remove, path: /metadata/name}]\"}]\n", "the patch leaves ConfigMap/settings from a.yaml without kind or name.")]
    [InlineData("resources: [a.yaml]\npatches: [{patch: \"{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, $patch: replace, data: {}}\"}]\n", "$patch: replace stands for a whole object or item, where it does nothing.")]
    [InlineData("resources: [a.yaml]\npatches: [{patch: \"{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {$setElementOrder/x: []}}\"}]\n", "the directive $setElementOrder/x is not supported here.")]
    [InlineData("resources: [a.yaml]\nreplacements: [{source: {kind: ConfigMap, fieldPath: metadata.name, options: {encoding: base64}}, targets: []}]\n", "replacements[0].source.options.encoding: 'encoding' is not supported here.")]
    [InlineData("configMapGenerator: [{name: a, envs: [a.yaml]}]\n", "configMapGenerator[0].envs[0]: 'a.yaml' has a line without a value.")]
    [InlineData("configMapGenerator: [{name: a, literals: [\"a b=c\"]}]\n", "configMapGenerator[0].literals[0]: 'a b' cannot be a key.")]
    [InlineData("", "kustomization.yaml:1:1: the file is empty.")]
    [InlineData("components: [comp]\n", "kustomization.yaml:1:14: components[0]: the folder 'comp' does not exist.")]
    public void Render_Mistake_SaysWhatAndWhere(string kustomization, string expected)
    {
        var files = new Dictionary<string, string> { ["kustomization.yaml"] = kustomization, ["a.yaml"] = ConfigMap };

        var outcome = Kustomization.Render(new MemoryFileTree(files), ".");

        Assert.Empty(outcome.Objects);
        Assert.Contains(outcome.Errors, error => error.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("hello: world\n", "a.yaml:1:1: apiVersion: is missing.")]
    [InlineData("- a\n", "a.yaml:1:1: this is a list, not a Kubernetes object.")]
    [InlineData("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: 5}\n", "a.yaml:1:1: metadata.name: is not a text.")]
    [InlineData("a: b: c\n", "a.yaml:1:5: this is not valid YAML")]
    [InlineData(ConfigMap + "data: {x: 1, x: 2}\n", "a.yaml:4:14: data.x: the key 'x' is there twice; the first is in line 4.")]
    [InlineData(ConfigMap + "data: {1: x}\n", "a.yaml:4:8: data.1: a key is the number 1.")]
    [InlineData(ConfigMap + "data: {x: .nan}\n", "a.yaml:4:11: data.x: .nan is a number that JSON does not have.")]
    [InlineData(ConfigMap + "data: {x: !!int abc}\n", "a.yaml:4:11: data.x: the tag tag:yaml.org,2002:int does not fit 'abc'.")]
    public void Render_BrokenResource_SaysWhatAndWhere(string resource, string expected)
    {
        var files = new Dictionary<string, string> { ["kustomization.yaml"] = "resources: [a.yaml]\n", ["a.yaml"] = resource };

        Assert.Contains(Kustomization.Render(new MemoryFileTree(files), ".").Errors, error => error.ToString().StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Render_NoKustomization_Explained() =>
        Assert.Equal("k8s/none:1:1: the folder has no kustomization.yaml. Allowed: a folder with one.", Assert.Single(Kustomization.Render(new MemoryFileTree(new Dictionary<string, string>()), "k8s/none").Errors).ToString());

    [Fact]
    public void Render_SeveralMistakes_AllReported()
    {
        var files = new Dictionary<string, string> { ["kustomization.yaml"] = "resources: [a.yaml, b.yaml, none.yaml]\nvars: []\n", ["a.yaml"] = "x: y\n", ["b.yaml"] = "[\n" };

        var outcome = Kustomization.Render(new MemoryFileTree(files), ".");

        Assert.Contains(outcome.Errors, error => error.File == "a.yaml");
        Assert.Contains(outcome.Errors, error => error.File == "b.yaml");
        Assert.Contains(outcome.Errors, error => error.Key == "resources[2]");
        Assert.Contains(outcome.Errors, error => error.Key == "vars");
    }
}
