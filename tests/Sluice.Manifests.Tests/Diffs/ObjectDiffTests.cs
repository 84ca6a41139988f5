using System.Text.Json.Nodes;
using Sluice.Manifests.Diffs;

namespace Sluice.Manifests.Tests.Diffs;

public class ObjectDiffTests
{
    private const string Before = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","resourceVersion":"7","generation":2,"annotations":{"example.com/a.b":"1"}},
         "spec":{"replicas":2,"template":{"spec":{"containers":[{"name":"a","image":"i:1","args":["x"],"env":[{"name":"A","value":"1"},{"name":"B","value":"2"}]},{"name":"side","image":"s:1"}]}}},
         "status":{"readyReplicas":2}}
        """;

    [Theory]
    [InlineData("\"resourceVersion\":\"7\",\"generation\":2", "\"resourceVersion\":\"8\",\"generation\":3", "")]
    [InlineData("\"readyReplicas\":2", "\"readyReplicas\":1", "")]
    [InlineData("\"replicas\":2,", "\"replicas\":3,", "spec.replicas: 2 → 3")]
    [InlineData("i:1", "i:2", "spec.template.spec.containers[a].image: \"i:1\" → \"i:2\"")]
    [InlineData("{\"name\":\"A\",\"value\":\"1\"},", "", "spec.template.spec.containers[a].env[A]: {\"name\":\"A\",\"value\":\"1\"} → null")]
    [InlineData("{\"name\":\"A\",\"value\":\"1\"},{\"name\":\"B\",\"value\":\"2\"}", "{\"name\":\"B\",\"value\":\"2\"},{\"name\":\"A\",\"value\":\"1\"}", "")]
    [InlineData("[\"x\"]", "[\"x\",\"y\"]", "spec.template.spec.containers[a].args: [\"x\"] → [\"x\",\"y\"]")]
    [InlineData("\"example.com/a.b\":\"1\"", "\"example.com/a.b\":\"2\"", "metadata.annotations[example.com/a.b]: \"1\" → \"2\"")]
    public void Between_OneDifference_IsNamedByItsPath(string from, string to, string expected)
    {
        string after = Before.Replace(from, to, StringComparison.Ordinal);
        Assert.True(from == to || after != Before);

        var changes = ObjectDiff.Between(Parse(Before), Parse(after));

        Assert.Equal(expected, string.Join("; ", changes.Select(c => $"{c.Path}: {c.Old?.ToJsonString() ?? "null"} → {c.New?.ToJsonString() ?? "null"}")));
    }

    [Theory]
    [InlineData("\"readyReplicas\":2", "\"readyReplicas\":1", true)]
    [InlineData("\"replicas\":2,", "\"replicas\":9,", true)]
    [InlineData("{\"name\":\"side\",\"image\":\"s:1\"}", "{\"name\":\"side\",\"image\":\"s:2\"}", true)]
    [InlineData("i:1", "i:2", false)]
    [InlineData("{\"name\":\"B\",\"value\":\"2\"}", "{\"name\":\"B\",\"value\":\"3\"}", false)]
    public void ManagedPart_Of_ChangesOnlyWithWhatTheManifestSays(string from, string to, bool same)
    {
        JsonObject manifest = Parse("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},
             "spec":{"template":{"spec":{"containers":[{"name":"a","image":"new","env":[{"name":"B","value":"2"}]}]}}}}
            """);

        string before = ManagedPart.Of(Parse(Before), manifest);

        Assert.Equal(same, before == ManagedPart.Of(Parse(Before.Replace(from, to, StringComparison.Ordinal)), manifest));
    }

    [Fact]
    public void ManagedPart_OfASecretWithText_LooksAtItsData()
    {
        JsonObject manifest = Parse("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"stringData":{"k":"v"}}""");

        Assert.NotEqual(ManagedPart.Of(Parse("""{"data":{"k":"YQ=="}}"""), manifest), ManagedPart.Of(Parse("""{"data":{"k":"Yg=="}}"""), manifest));
    }

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
