using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Http;
using Sluice.Sandbox.Api.Patches;
using Sluice.Sandbox.Api.Schema;

namespace Sluice.Sandbox.Tests.Api;

public sealed class PatchTests
{
    [Theory]
    [InlineData("{replicas: 1}", "{replicas: 2}", "{replicas: 2}")]
    [InlineData("{replicas: 1, paused: true}", "{paused: null}", "{replicas: 1}")]
    [InlineData("{strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}}", "{strategy: {$retainKeys: [type], type: Recreate}}", "{strategy: {type: Recreate}}")]
    [InlineData("{selector: {matchLabels: {a: b}}}", "{selector: {$patch: replace, matchLabels: {c: d}}}", "{selector: {matchLabels: {c: d}}}")]
    [InlineData("{template: {spec: {containers: [{name: a, image: x}, {name: b}]}}}", "{template: {spec: {containers: [{name: a, image: y}]}}}", "{template: {spec: {containers: [{name: a, image: y}, {name: b}]}}}")]
    [InlineData("{template: {spec: {containers: [{name: a}, {name: b}]}}}", "{template: {spec: {containers: [{name: a, $patch: delete}]}}}", "{template: {spec: {containers: [{name: b}]}}}")]
    [InlineData("{template: {spec: {containers: [{name: a}, {name: b}]}}}", "{template: {spec: {containers: [{$patch: replace}, {name: c}]}}}", "{template: {spec: {containers: [{name: c}]}}}")]
    [InlineData("{template: {spec: {containers: [{name: a}, {name: b}]}}}", "{template: {spec: {$setElementOrder/containers: [{name: b}, {name: a}]}}}", "{template: {spec: {containers: [{name: b}, {name: a}]}}}")]
    [InlineData("{template: {spec: {containers: [{name: a, args: [x]}]}}}", "{template: {spec: {containers: [{name: a, args: [y]}]}}}", "{template: {spec: {containers: [{name: a, args: [y]}]}}}")]
    [InlineData("{template: {metadata: {finalizers: [a, b]}}}", "{template: {metadata: {$deleteFromPrimitiveList/finalizers: [a], finalizers: [c]}}}", "{template: {metadata: {finalizers: [b, c]}}}")]
    [InlineData("{template: {metadata: {labels: {a: '1', b: '2'}}}}", "{template: {metadata: {labels: {a: null, c: '3'}}}}", "{template: {metadata: {labels: {b: '2', c: '3'}}}}")]
    public void StrategicMerge_Directives_AsKubectlMeansThem(string target, string patch, string expected)
    {
        var result = StrategicMergePatch.Apply(SchemaCatalog.Kind("Deployment", "apps/v1"), Spec(target), Spec(patch));
        Assert.Equal(Spec(expected).ToJsonString(), result.ToJsonString());
    }

    [Fact]
    public void StrategicMerge_ItemWithoutKey_IsRefused()
    {
        var patch = Spec("{template: {spec: {containers: [{image: x}]}}}");
        var refusal = Assert.Throws<StatusException>(() => StrategicMergePatch.Apply(SchemaCatalog.Kind("Deployment", "apps/v1"), Spec("{}"), patch));
        Assert.Equal(400, refusal.Code);
        Assert.Contains("merge key: name", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"op":"add","path":"/a","value":1}]""", """{"a":1,"l":[1,2],"o":{"x/y":1}}""")]
    [InlineData("""[{"op":"add","path":"/l/-","value":3}]""", """{"l":[1,2,3],"o":{"x/y":1}}""")]
    [InlineData("""[{"op":"add","path":"/l/0","value":0}]""", """{"l":[0,1,2],"o":{"x/y":1}}""")]
    [InlineData("""[{"op":"remove","path":"/o/x~1y"}]""", """{"l":[1,2],"o":{}}""")]
    [InlineData("""[{"op":"replace","path":"/l/1","value":5}]""", """{"l":[1,5],"o":{"x/y":1}}""")]
    [InlineData("""[{"op":"move","from":"/o","path":"/p"}]""", """{"l":[1,2],"p":{"x/y":1}}""")]
    [InlineData("""[{"op":"copy","from":"/l/0","path":"/c"}]""", """{"l":[1,2],"o":{"x/y":1},"c":1}""")]
    [InlineData("""[{"op":"test","path":"/l/0","value":1},{"op":"remove","path":"/o"}]""", """{"l":[1,2]}""")]
    public void JsonPatch_Operations_AsInTheRfc(string patch, string expected)
    {
        var result = JsonPatch.Apply(Json("""{"l":[1,2],"o":{"x/y":1}}"""), JsonNode.Parse(patch)!.AsArray());
        Assert.True(JsonNode.DeepEquals(Json(expected), result), result.ToJsonString());
    }

    [Theory]
    [InlineData("""[{"op":"test","path":"/l/0","value":9}]""", 422)]
    [InlineData("""[{"op":"remove","path":"/none"}]""", 422)]
    [InlineData("""[{"op":"replace","path":"/none","value":1}]""", 422)]
    [InlineData("""[{"op":"add","path":"/l/9","value":1}]""", 422)]
    [InlineData("""[{"op":"jump","path":"/l"}]""", 400)]
    [InlineData("""[{"op":"add","path":"l","value":1}]""", 400)]
    [InlineData("""[{"path":"/l"}]""", 400)]
    public void JsonPatch_ThatDoesNotFit_IsRefused(string patch, int code) =>
        Assert.Equal(code, Assert.Throws<StatusException>(() => JsonPatch.Apply(Json("""{"l":[1,2]}"""), JsonNode.Parse(patch)!.AsArray())).Code);

    [Theory]
    [InlineData("""{"a":1}""", """{"a":null,"b":{"c":2}}""", """{"b":{"c":2}}""")]
    [InlineData("""{"a":[1,2]}""", """{"a":[3]}""", """{"a":[3]}""")]
    [InlineData("""{"a":{"b":1,"c":2}}""", """{"a":{"b":null}}""", """{"a":{"c":2}}""")]
    public void MergePatch_AsInTheRfc(string target, string patch, string expected) =>
        Assert.Equal(expected, MergePatch.Apply(Json(target), Json(patch))!.ToJsonString());

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    private static JsonObject Spec(string yaml) => new() { ["spec"] = YamlBody.Parse(yaml) };
}
