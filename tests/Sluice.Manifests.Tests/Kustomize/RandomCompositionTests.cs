using System.Text;
using Sluice.Manifests.Files;
using Sluice.Manifests.Json;
using Sluice.Manifests.Kustomize;

namespace Sluice.Manifests.Tests.Kustomize;

public class RandomCompositionTests
{
    /// <summary>Parts of a kustomization that go together in any combination.</summary>
    private static readonly string[] s_parts =
    [
        "namespace: team-NUMBER\n",
        "namePrefix: pNUMBER-\n",
        "nameSuffix: -sNUMBER\n",
        "commonAnnotations: {note: \"NUMBER\"}\n",
        "commonLabels: {common: xNUMBER}\n",
        "labels:\n- pairs: {plain: xNUMBER}\n- pairs: {deep: xNUMBER}\n  includeSelectors: true\n- pairs: {half: xNUMBER}\n  includeTemplates: true\n",
        "images:\n- {name: side, newTag: vNUMBER}\n- {name: \"registry.example.com:5000/team/web\", digest: \"sha256:NUMBER\"}\n",
        "replicas:\n- {name: web, count: NUMBER}\n",
        "generatorOptions: {labels: {made: xNUMBER}}\n",
        "configMapGenerator:\n- name: extra-NUMBER\n  literals: [a=NUMBER, b=x]\n",
        "secretGenerator:\n- name: hidden-NUMBER\n  literals: [a=NUMBER]\n",
        "replacements:\n- source: {kind: ConfigMap, name: settings, fieldPath: data.y}\n  targets:\n  - select: {kind: Widget}\n    fieldPaths: [spec.list.0.name]\n",
        """
        patches:
        - target: {kind: Deployment}
          patch: |
            - {op: add, path: /spec/template/spec/tolerations/-, value: {key: kNUMBER, operator: Exists}}
        - target: {kind: Deployment, name: .*web.*}
          patch: |
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: any}
            spec: {template: {spec: {containers: [{name: sideNUMBER, image: side}, {name: app, env: [{name: X, value: xNUMBER}]}], priorityClassName: null}}}

        """,
    ];

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(1, 24)];

    [KubectlTheory]
    [MemberData(nameof(Seeds))]
    public async Task Render_RandomComposition_SameObjectsAsKubectl(int seed)
    {
        var files = Compose(new Random(seed));

        var outcome = Kustomization.Render(new MemoryFileTree(files), ".");

        Assert.Equal([], outcome.Errors.Select(error => error.ToString()));
        var expected = await Kubectl.RenderAsync(files);
        Assert.NotNull(expected);
        Assert.Equal(string.Join('\n', expected), string.Join('\n', outcome.Objects.Select(item => CanonicalJson.Write(item.Json))));
    }

    private static Dictionary<string, string> Compose(Random random)
    {
        var files = KustomizeCase.Read("resources-plain");
        var workloads = files["workloads.yaml"];
        files.Clear();
        files["base/workloads.yaml"] = workloads;
        files["base/kustomization.yaml"] = "resources: [workloads.yaml]\n" + Parts(random, 1);
        files["middle/kustomization.yaml"] = "resources: [../base]\n" + Parts(random, 2);
        files["component/kustomization.yaml"] = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n" + Parts(random, 3);
        files["kustomization.yaml"] = $"resources: [middle]\n{(random.Next(2) == 0 ? "components: [component]\n" : "")}" + Parts(random, 4);
        return files;
    }

    private static string Parts(Random random, int number)
    {
        var text = new StringBuilder();
        foreach (var part in s_parts.Where(_ => random.Next(3) == 0))
        {
            text.Append(part.Replace("NUMBER", $"{number}", StringComparison.Ordinal));
        }

        return text.ToString();
    }
}
