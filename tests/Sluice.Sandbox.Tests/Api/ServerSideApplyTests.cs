using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Apply;
using Sluice.Sandbox.Api.Http;
using Sluice.Sandbox.Api.Schema;

namespace Sluice.Sandbox.Tests.Api;

/// <summary>
/// Each case is a script of writes by managers (apply, force = apply with force, update = plain write of the whole object)
/// and what holds after the last: the object (<c>is</c>), a manager's fields (<c>owns</c>) or the conflicts (<c>conflict</c>).
/// </summary>
public sealed class ServerSideApplyTests
{
    private const string C = "{name: web, image: i:1}";

    public static TheoryData<string, string, string> Cases { get; } = new()
    {
        // scalars
        { "first apply creates", "a apply {spec: {replicas: 3}}", "is {spec: {replicas: 3}}" },
        { "first apply owns", "a apply {spec: {replicas: 3}}", "owns a/Apply .spec.replicas" },
        { "own field changes", "a apply {spec: {replicas: 3}}; a apply {spec: {replicas: 5}}", "is {spec: {replicas: 5}}" },
        { "other's field conflicts", "a apply {spec: {replicas: 3}}; b apply {spec: {replicas: 5}}", "conflict .spec.replicas" },
        { "same value is shared", "a apply {spec: {replicas: 3}}; b apply {spec: {replicas: 3}}", "owns b/Apply .spec.replicas" },
        { "same value stays the first's", "a apply {spec: {replicas: 3}}; b apply {spec: {replicas: 3}}", "owns a/Apply .spec.replicas" },
        { "changing a shared field conflicts", "a apply {spec: {replicas: 3}}; b apply {spec: {replicas: 3}}; a apply {spec: {replicas: 4}}", "conflict .spec.replicas" },
        { "force takes over", "a apply {spec: {replicas: 3}}; b force {spec: {replicas: 5}}", "is {spec: {replicas: 5}}" },
        { "force takes ownership", "a apply {spec: {replicas: 3, paused: true}}; b force {spec: {replicas: 5}}", "owns a/Apply .spec.paused" },
        { "dropped by its sole owner is removed", "a apply {spec: {replicas: 3, paused: true}}; a apply {spec: {paused: true}}", "is {spec: {paused: true}}" },
        { "dropped but shared stays", "a apply {spec: {replicas: 3}}; b apply {spec: {replicas: 3}}; a apply {spec: {}}", "is {spec: {replicas: 3}}" },
        { "dropped but shared leaves the owner", "a apply {spec: {replicas: 3}}; b apply {spec: {replicas: 3}}; a apply {spec: {paused: true}}", "owns a/Apply .spec.paused" },
        { "after a force the loser's drop removes nothing", "a apply {spec: {replicas: 3, paused: true}}; b force {spec: {replicas: 5}}; a apply {spec: {paused: true}}", "is {spec: {replicas: 5, paused: true}}" },

        // plain writes
        { "update takes ownership", "a apply {spec: {replicas: 3}}; u update {spec: {replicas: 5}}", "owns u/Update .spec.replicas" },
        { "update takes ownership away", "a apply {spec: {replicas: 3, paused: true}}; u update {spec: {replicas: 5, paused: true}}", "owns a/Apply .spec.paused" },
        { "apply over an update conflicts", "a apply {spec: {replicas: 3}}; u update {spec: {replicas: 5}}; a apply {spec: {replicas: 3}}", "conflict .spec.replicas" },
        { "an unchanged field stays whose it was", "a apply {spec: {replicas: 3, paused: true}}; u update {spec: {replicas: 3, paused: false}}", "owns a/Apply .spec.replicas" },
        { "removed by an update is nobody's", "a apply {spec: {replicas: 3, paused: true}}; u update {spec: {replicas: 3}}", "owns a/Apply .spec.replicas" },
        { "what an update added survives an apply without it", "a apply {spec: {replicas: 3}}; u update {spec: {replicas: 3, paused: true}}; a apply {spec: {replicas: 3}}", "is {spec: {replicas: 3, paused: true}}" },
        { "apply after update of the same name still conflicts", "a update {spec: {replicas: 3}}; a apply {spec: {replicas: 5}}", "conflict .spec.replicas" },

        // maps
        { "labels merge", "a apply {metadata: {labels: {x: '1'}}}; b apply {metadata: {labels: {y: '2'}}}", "is {metadata: {labels: {x: '1', y: '2'}}}" },
        { "a label conflicts by key", "a apply {metadata: {labels: {x: '1'}}}; b apply {metadata: {labels: {x: '2', y: '2'}}}", "conflict .metadata.labels.x" },
        { "a dropped label goes, others stay", "a apply {metadata: {labels: {x: '1', z: '1'}}}; b apply {metadata: {labels: {y: '2'}}}; a apply {metadata: {labels: {z: '1'}}}", "is {metadata: {labels: {z: '1', y: '2'}}}" },
        { "annotations set by an update stay", "a apply {metadata: {annotations: {x: '1'}}}; u update {metadata: {annotations: {x: '1', y: '2'}}}; a apply {metadata: {annotations: {x: '1'}}}", "is {metadata: {annotations: {x: '1', y: '2'}}}" },
        { "a label key owns itself", "a apply {metadata: {labels: {x: '1'}}}", "owns a/Apply .metadata.labels.x" },

        // atomic structs and maps
        { "a selector is one field", "a apply {spec: {selector: {matchLabels: {x: '1'}}}}", "owns a/Apply .spec.selector" },
        { "a selector conflicts as a whole", "a apply {spec: {selector: {matchLabels: {x: '1'}}}}; b apply {spec: {selector: {matchLabels: {x: '1', y: '2'}}}}", "conflict .spec.selector" },
        { "a selector is replaced as a whole", "a apply {spec: {selector: {matchLabels: {x: '1'}}}}; a apply {spec: {selector: {matchLabels: {y: '2'}}}}", "is {spec: {selector: {matchLabels: {y: '2'}}}}" },
        { "nodeSelector is one field", "a apply {spec: {template: {spec: {nodeSelector: {x: '1'}}}}}; b apply {spec: {template: {spec: {nodeSelector: {y: '1'}}}}}", "conflict .spec.template.spec.nodeSelector" },

        // keyed lists
        { "containers merge by name", $"a apply {Pod(C)}; b apply {Pod("{name: side, image: s:1}")}", $"is {Pod(C + ", {name: side, image: s:1}")}" },
        { "a container's field conflicts by key", $"a apply {Pod(C)}; b apply {Pod("{name: web, image: i:2}")}", "conflict .spec.template.spec.containers[name=\"web\"].image" },
        { "a container owns item and fields", $"a apply {Pod(C)}", "owns a/Apply .spec.template.spec.containers[name=\"web\"] .spec.template.spec.containers[name=\"web\"].image .spec.template.spec.containers[name=\"web\"].name" },
        { "a dropped container goes", $"a apply {Pod(C + ", {name: side, image: s:1}")}; a apply {Pod(C)}", $"is {Pod(C)}" },
        { "a dropped container that another applied stays", $"a apply {Pod(C + ", {name: side, image: s:1}")}; b apply {Pod("{name: side, image: s:1}")}; a apply {Pod(C)}", $"is {Pod(C + ", {name: side, image: s:1}")}" },
        { "two managers share a container's fields", $"a apply {Pod(C)}; b apply {Pod("{name: web, workingDir: /x}")}", $"is {Pod("{name: web, image: i:1, workingDir: /x}")}" },
        { "env merges by name", $"a apply {Pod("{name: web, env: [{name: A, value: '1'}]}")}; b apply {Pod("{name: web, env: [{name: B, value: '2'}]}")}", $"is {Pod("{name: web, env: [{name: A, value: '1'}, {name: B, value: '2'}]}")}" },
        { "a dropped env goes", $"a apply {Pod("{name: web, env: [{name: A, value: '1'}, {name: B, value: '2'}]}")}; a apply {Pod("{name: web, env: [{name: B, value: '2'}]}")}", $"is {Pod("{name: web, env: [{name: B, value: '2'}]}")}" },
        { "ports are keyed with a default protocol", $"a apply {Pod("{name: web, ports: [{containerPort: 80}]}")}; b apply {Pod("{name: web, ports: [{containerPort: 80, protocol: TCP, name: http}]}")}", $"is {Pod("{name: web, ports: [{containerPort: 80, name: http, protocol: TCP}]}")}" },
        { "the same port of another protocol is another item", $"a apply {Pod("{name: web, ports: [{containerPort: 80, protocol: TCP}]}")}; b apply {Pod("{name: web, ports: [{containerPort: 80, protocol: UDP}]}")}", $"is {Pod("{name: web, ports: [{containerPort: 80, protocol: TCP}, {containerPort: 80, protocol: UDP}]}")}" },
        { "volumeMounts merge by mountPath", $"a apply {Pod("{name: web, volumeMounts: [{name: v, mountPath: /a}]}")}; b apply {Pod("{name: web, volumeMounts: [{name: v, mountPath: /b}]}")}", $"is {Pod("{name: web, volumeMounts: [{name: v, mountPath: /a}, {name: v, mountPath: /b}]}")}" },
        { "the applied order rules", $"a apply {Pod("{name: x}, {name: y}")}; a apply {Pod("{name: y}, {name: x}")}", $"is {Pod("{name: y}, {name: x}")}" },
        { "an unapplied item keeps its place", $"a apply {Pod("{name: x}, {name: y}")}; b apply {Pod("{name: y}, {name: z}")}", $"is {Pod("{name: x}, {name: y}, {name: z}")}" },
        { "an item's field set by an update stays", $"a apply {Pod(C)}; u update {Pod("{name: web, image: i:1, workingDir: /x}")}; a apply {Pod("{name: web, image: i:2}")}", $"is {Pod("{name: web, image: i:2, workingDir: /x}")}" },

        // atomic lists and sets
        { "args are one field", $"a apply {Pod("{name: web, args: [x]}")}; b apply {Pod("{name: web, args: [x, y]}")}", "conflict .spec.template.spec.containers[name=\"web\"].args" },
        { "finalizers are a set", "a apply {metadata: {finalizers: [x/a]}}; b apply {metadata: {finalizers: [x/b]}}", "is {metadata: {finalizers: [x/a, x/b]}}" },
        { "a dropped finalizer goes, others stay", "a apply {metadata: {finalizers: [x/a]}}; b apply {metadata: {finalizers: [x/b]}}; a apply {metadata: {}}", "is {metadata: {finalizers: [x/b]}}" },
        { "a finalizer is owned by value", "a apply {metadata: {finalizers: [x/a]}}", "owns a/Apply .metadata.finalizers[=\"x/a\"]" },

        // what nobody owns
        { "identity is not owned", "a apply {apiVersion: apps/v1, kind: Deployment, metadata: {name: n, namespace: m}, spec: {replicas: 1}}", "owns a/Apply .spec.replicas" },
        { "status is not owned here", "a apply {spec: {replicas: 1}, status: {replicas: 1}}", "owns a/Apply .spec.replicas" },
        { "an emptied struct stays as one", "a apply {spec: {strategy: {rollingUpdate: {maxSurge: 1}}}}; a apply {spec: {strategy: {rollingUpdate: {}}}}", "is {spec: {strategy: {rollingUpdate: {}}}}" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Script_Runs_AsDocumented(string what, string script, string expected)
    {
        var (live, conflicts) = Run(script);
        switch (expected.Split(' ')[0])
        {
            case "is":
                live["metadata"]!.AsObject().Remove("managedFields");
                var wanted = Yaml(expected[3..]);
                Assert.True(JsonNode.DeepEquals(Bare(wanted), Bare(live)), $"{what}: {live.ToJsonString()}");
                break;
            case "owns":
                string[] words = expected.Split(' ');
                var entry = ManagedFields.Read(live).Single(e => $"{e.Manager}/{e.Operation}" == words[1]);
                Assert.Equal(words[2..].Order(StringComparer.Ordinal), entry.Fields.Paths().Order(StringComparer.Ordinal));
                break;
            default:
                Assert.Equal(expected["conflict ".Length..].Split(' '), conflicts.Select(c => c.Path));
                break;
        }
    }

    [Fact]
    public void Apply_SameAgainLater_ChangesNotEvenATime()
    {
        var (live, _) = Run($"a apply {Pod(C)}; u update {Pod("{name: web, image: i:1, workingDir: /x}")}");
        var again = Apply(live, "a", Yaml(Pod(C)), false, "2030-01-01T00:00:00Z").Object!;
        Assert.Equal(live.ToJsonString(), again.ToJsonString());
    }

    [Fact]
    public void FieldsV1_WrittenAndRead_IsTheSame()
    {
        var set = FieldWalk.Collect(Schema, Yaml($"{{metadata: {{labels: {{x: '1'}}, finalizers: [f/g]}}, spec: {Yaml(Pod(C))["spec"]!.ToJsonString()}}}"));
        Assert.True(FieldsV1.Read(FieldsV1.Write(set)).SameAs(set));
    }

    private static StructType Schema => SchemaCatalog.Kind("Deployment", "apps/v1");

    private static string Pod(string containers) => $"{{spec: {{template: {{spec: {{containers: [{containers}]}}}}}}}}";

    private static JsonObject Yaml(string text) => YamlBody.Parse(text)!.AsObject();

    private static JsonObject Bare(JsonObject value)
    {
        var bare = value.DeepClone().AsObject();
        if (bare["metadata"] is JsonObject { Count: 0 })
        {
            bare.Remove("metadata");
        }

        return bare;
    }

    private static (JsonObject Live, IReadOnlyList<FieldConflict> Conflicts) Run(string script)
    {
        var live = new JsonObject { ["metadata"] = new JsonObject() };
        IReadOnlyList<FieldConflict> conflicts = [];
        foreach (string step in script.Split("; "))
        {
            string[] words = step.Split(' ', 3);
            var body = Yaml(words[2]);
            if (words[1] == "update")
            {
                body["metadata"] ??= new JsonObject();
                live = FieldOwnership.Update(Schema, live, body, new FieldWriter(words[0], "apps/v1", "", "2026-01-01T00:00:00Z"));
                continue;
            }

            var outcome = Apply(live, words[0], body, words[1] == "force", "2026-01-01T00:00:00Z");
            (live, conflicts) = (outcome.Object ?? live, outcome.Conflicts);
        }

        return (live, conflicts);
    }

    private static ApplyOutcome Apply(JsonObject live, string manager, JsonObject body, bool force, string time) =>
        FieldOwnership.Apply(Schema, live, body, new FieldWriter(manager, "apps/v1", "", time), force, merged =>
        {
            SchemaDecoder.Decode(Schema, merged);
            merged["metadata"] ??= new JsonObject();
            return merged;
        });
}
