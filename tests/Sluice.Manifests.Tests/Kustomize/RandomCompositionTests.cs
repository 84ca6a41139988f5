using System.Text;
using Sluice.Manifests.Files;
using Sluice.Manifests.Json;
using Sluice.Manifests.Kustomize;

namespace Sluice.Manifests.Tests.Kustomize;

public class RandomCompositionTests
{
    /// <summary>Parts of a kustomization that go together in any combination, but for those with the same key.</summary>
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
        "labels:\n- pairs: {spot: xNUMBER}\n  fields:\n  - {path: spec/labels, kind: Widget, create: true}\n  - {path: spec/template/metadata/annotations, group: apps, create: true}\n",
        "images:\n- {name: \"si.*\", newName: \"registry.example.com/side\"}\n- {name: registry.example.com/side, newTag: tNUMBER}\n",
        "generatorOptions: {annotations: {made: xNUMBER}, immutable: true}\nsecretGenerator:\n- name: fixed-NUMBER\n  literals: [a=NUMBER]\n  options: {disableNameSuffixHash: true}\n",
        "configMapGenerator:\n- {name: shared, behavior: merge, literals: [kNUMBER=vNUMBER]}\n",
        "configMapGenerator:\n- {name: shared, behavior: replace, literals: [only=vNUMBER], options: {labels: {replaced: xNUMBER}}}\n",
        "sortOptions: {order: fifo}\n",
        "sortOptions: {order: legacy, legacySortOptions: {orderFirst: [Service, Deployment], orderLast: [Secret]}}\n",
        """
        replacements:
        - source: {kind: Service, name: web, fieldPath: spec.ports.0.port}
          targets:
          - select: {kind: Widget}
            fieldPaths: [spec.madeNUMBER.port, spec.deep.a]
            options: {create: true}
          - select: {kind: Deployment, name: web}
            fieldPaths: ["spec.template.spec.containers.[name=app].env.[name=X].value"]
        - source: {kind: Deployment, name: web, fieldPath: metadata.name}
          targets:
          - select: {kind: ConfigMap}
            reject: [{name: shared}]
            fieldPaths: [data.y]
            options: {delimiter: ".", index: NUMBER, create: true}

        """,
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
        """
        patches:
        - target: {kind: ConfigMap, name: settings}
          patch: |
            - {op: replace, path: /metadata/name, value: renamed-NUMBER}
        - target: {kind: Service, labelSelector: "!absent,common!=y"}
          options: {allowNameChange: true}
          patch: |
            apiVersion: v1
            kind: Service
            metadata: {name: front-NUMBER, annotations: {by: xNUMBER}}
            spec: {ports: [{port: 81, $patch: delete}, {port: 9NUMBER, name: extra}]}

        """,
        """
        patches:
        - target: {group: apps, version: v1, kind: "Deploy.*|Stateful.*"}
          patch: |
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: any}
            spec:
              strategy: {$patch: replace, type: Recreate}
              template: {spec: {volumes: [{name: more-NUMBER, emptyDir: {}}, {name: data, $patch: delete}], containers: [{name: app, args: [only]}]}}
        - target: {kind: RoleBinding}
          patch: "{apiVersion: v1, kind: any, metadata: {name: any}, $patch: delete}"

        """,
    ];

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(1, 48)];

    [KubectlTheory]
    [MemberData(nameof(Seeds))]
    public async Task Render_RandomComposition_SameObjectsAsKubectl(int seed)
    {
        var files = Compose(new Random(seed));

        var outcome = Kustomization.Render(new MemoryFileTree(files), ".");

        Assert.Equal([], outcome.Errors.Select(error => error.ToString()));
        var expected = await Kubectl.RenderAsync(files);
        Assert.True(expected is not null, $"kubectl refuses what we render:\n{string.Join("\n", files.Where(file => file.Key.EndsWith("kustomization.yaml", StringComparison.Ordinal)).Select(file => $"### {file.Key}\n{file.Value}"))}");
        Assert.Equal(string.Join('\n', expected), string.Join('\n', outcome.Objects.Select(item => CanonicalJson.Write(item.Json))));
    }

    private static Dictionary<string, string> Compose(Random random)
    {
        var files = KustomizeCase.Read("resources-plain");
        var workloads = files["workloads.yaml"];
        files.Clear();
        files["base/workloads.yaml"] = workloads;
        files["base/kustomization.yaml"] = "resources: [workloads.yaml, shared]\n" + Parts(random, 1);
        files["base/shared/kustomization.yaml"] = "configMapGenerator:\n- {name: shared, literals: [a=b]}\n";
        files["middle/kustomization.yaml"] = "resources: [../base]\n" + Parts(random, 2);
        files["component/kustomization.yaml"] = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: []\n" + Parts(random, 3);
        files["kustomization.yaml"] = $"resources: [middle]\n{(random.Next(2) == 0 ? "components: [component]\n" : "")}" + Parts(random, 4);
        return files;
    }

    private static string Parts(Random random, int number)
    {
        // Of parts with the same key one is taken: a key may stand once.
        var text = new StringBuilder();
        var taken = new HashSet<string>();
        foreach (var part in s_parts.OrderBy(_ => random.Next()).ToList())
        {
            var keys = part.Split('\n').Where(line => line.Length > 0 && char.IsAsciiLetter(line[0])).Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)]).ToList();
            if (random.Next(3) == 0 && !taken.Overlaps(keys))
            {
                taken.UnionWith(keys);
                text.Append(part.Replace("NUMBER", $"{number}", StringComparison.Ordinal));
            }
        }

        return text.ToString();
    }
}
