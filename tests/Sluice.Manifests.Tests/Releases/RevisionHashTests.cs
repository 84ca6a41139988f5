using System.Text.Json.Nodes;
using Sluice.Manifests.Releases;

namespace Sluice.Manifests.Tests.Releases;

public class RevisionHashTests
{
    private static readonly string s_original = Hash(Samples.Backend);

    [Fact]
    public void Of_Workload_TenHexadecimalDigits() => Assert.Matches("^[0-9a-f]{10}$", s_original);

    [Theory]
    [InlineData("replicas: 2", "replicas: 9")]
    [InlineData("maxReplicas: 5", "maxReplicas: 50")]
    [InlineData("metadata: {name: backend, namespace: p25-stage}\nspec:", "metadata: {name: backend, namespace: p25-stage, labels: {x: y}}\nspec:")]
    [InlineData("metadata: {name: unrelated, namespace: p25-stage}\ndata: {a: \"1\"}", "metadata: {name: unrelated, namespace: p25-stage}\ndata: {a: \"2\"}")]
    [InlineData("metadata: {labels: {app: backend}}", "metadata: {labels: {sluice.dev/revision: old, app: backend, sluice.dev/service: x}}")]
    [InlineData("ports: [{port: 80}]", "ports: [{port: 81}]")]
    [InlineData("metadata: {name: files, namespace: p25-stage}", "metadata: {name: files, namespace: p25-stage, labels: {x: y}}")]
    public void Of_ChangeThatIsAppliedInPlace_SameRevision(string before, string after) =>
        Assert.Equal(s_original, Hash(Changed(before, after)));

    [Theory]
    [InlineData("image: backend", "image: backend:2")]
    [InlineData("level: debug", "level: info")]
    [InlineData("metadata: {name: files, namespace: p25-stage}\ndata: {a: \"1\"}", "metadata: {name: files, namespace: p25-stage}\ndata: {a: \"2\"}")]
    [InlineData("metadata: {name: files, namespace: p25-stage}\ndata: {a: \"1\"}", "metadata: {name: files, namespace: p25-stage}\ndata: {a: \"1\", b: x}")]
    [InlineData("key: one", "key: two")]
    [InlineData("name: LEVEL", "name: LVL")]
    [InlineData("metadata: {labels: {app: backend}}", "metadata: {labels: {app: backend, more: x}}")]
    public void Of_ChangeThatPodsSee_NewRevision(string before, string after) =>
        Assert.NotEqual(s_original, Hash(Changed(before, after)));

    [Fact]
    public void Of_KeysInAnyOrder_SameRevision()
    {
        var random = new Random(11);
        var objects = Samples.Render(Samples.Backend);
        for (var round = 0; round < 100; round++)
        {
            var shuffled = objects.Select(item => item with { Json = (JsonObject)Shuffle(item.Json, random)! }).OrderBy(_ => random.Next()).ToList();

            Assert.Equal(s_original, RevisionHash.Of(shuffled.Single(item => item.Kind == "Deployment"), shuffled));
        }
    }

    [Fact]
    public void Of_ConfigOfTheSameNameElsewhere_NotCounted()
    {
        var other = Samples.Backend + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: backend, namespace: other}\ndata: {level: trace}\n";

        Assert.Equal(s_original, Hash(other));
    }

    internal static JsonNode? Shuffle(JsonNode? node, Random random) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(_ => random.Next()).Select(entry => KeyValuePair.Create(entry.Key, Shuffle(entry.Value, random)))),
        JsonArray list => new JsonArray([.. list.Select(item => Shuffle(item, random))]),
        _ => node?.DeepClone(),
    };

    private static string Changed(string before, string after)
    {
        Assert.Contains(before, Samples.Backend, StringComparison.Ordinal);
        return Samples.Backend.Replace(before, after, StringComparison.Ordinal);
    }

    private static string Hash(string text)
    {
        var objects = Samples.Render(text);
        return RevisionHash.Of(objects.Single(item => item.Kind == "Deployment"), objects);
    }
}
