using System.Text.Json.Nodes;
using Sluice.Kubernetes.Schemas;

namespace Sluice.Kubernetes.Tests.Schemas;

public class SchemaWalkTests
{
    [Theory]
    [InlineData("""{"spec":{"replicas":3,"port":80,"size":"1Gi","ratio":0.5,"paused":true}}""", "")]
    [InlineData("""{"spec":{"port":"http","size":2,"ratio":1,"replicas":3e0,"labels":{"a":"b"}}}""", "")]
    [InlineData("""{"spec":{"replicas":null,"items":[],"free":{"x":[1]},"open":{"y":1,"name":"n"}}}""", "")]
    [InlineData("""{"spec":{"embedded":{"kind":"Pod","metadata":{"name":"x"},"spec":{}}}}""", "")]
    [InlineData("""{"spec":{"replica":3}}""", "spec.replica: no such field; did you mean replicas?")]
    [InlineData("""{"spec":{"zzzzzz":3}}""", "spec.zzzzzz: no such field; there are embedded, free, items, labels, open, paused, port, ratio, replicas, size")]
    [InlineData("""{"spec":{"replicas":"3"}}""", "spec.replicas: text stands where a whole number is expected")]
    [InlineData("""{"spec":{"replicas":3.5}}""", "spec.replicas: a number stands where a whole number is expected")]
    [InlineData("""{"spec":{"labels":{"a":1}}}""", "spec.labels.a: a number stands where text is expected; put it in quotes")]
    [InlineData("""{"spec":{"labels":["a"]}}""", "spec.labels: a list stands where a map is expected")]
    [InlineData("""{"spec":{"port":true,"size":[]}}""", "spec.port: true or false stands where a whole number or text is expected|spec.size: a list stands where text or a number is expected")]
    [InlineData("""{"spec":{"items":[{"name":"a"},{"nam":"b"},null,"c"]}}""", "spec.items[1].nam: no such field; did you mean name?|spec.items[2]: nothing stands there|spec.items[3]: text stands where a map is expected")]
    [InlineData("""{"spec":{"open":{"name":7}}}""", "spec.open.name: a number stands where text is expected; put it in quotes")]
    [InlineData("""{"spec":{"embedded":{"kinds":1,"spec":3}}}""", "spec.embedded.kinds: no such field; did you mean kind?|spec.embedded.spec: a number stands where a map is expected")]
    [InlineData("""{"sepc":{},"metadata":{}}""", "sepc: no such field; did you mean spec?")]
    public void Check_Object_FindsEveryFieldThatDoesNotFit(string value, string findings)
    {
        // Once as a definition has it, once with references as the documents of both OpenAPI versions have it.
        Assert.Equal(findings, Found(Spec("""{"oneOf":[{"type":"string"},{"type":"number"}]}""", """{"type":"object","properties":{"name":{"type":"string"}}}"""), value));
        Assert.Equal(findings, Found(Spec("""{"$ref":"#/definitions/q.resource.Quantity"}""", """{"$ref":"#/definitions/item"}"""), value));
        Assert.Equal(findings, Found(Spec("""{"allOf":[{"$ref":"#/components/schemas/q.resource.Quantity"}],"default":{}}""", """{"allOf":[{"$ref":"#/components/schemas/item"}],"default":{}}"""), value));
    }

    [Fact]
    public void Check_ReferencesInACircle_End()
    {
        var definitions = (JsonObject)JsonNode.Parse("""{"a":{"$ref":"#/b"},"b":{"$ref":"#/a"}}""")!;
        Assert.Empty(SchemaWalk.Check(new ObjectSchema((JsonObject)JsonNode.Parse("""{"properties":{"spec":{"$ref":"#/a"}}}""")!, definitions), new JsonObject { ["spec"] = 1 }));
    }

    private static string Found(string schema, string value)
    {
        var definitions = (JsonObject)JsonNode.Parse("""{"item":{"type":"object","properties":{"name":{"type":"string"}}},"q.resource.Quantity":{"type":"string"}}""")!;
        var root = (JsonObject)JsonNode.Parse(schema)!;
        return string.Join('|', SchemaWalk.Check(new ObjectSchema(root, definitions), (JsonObject)JsonNode.Parse(value)!));
    }

    private static string Spec(string quantity, string item) => $$"""
        {"type":"object","properties":{"spec":{"type":"object","properties":{
          "replicas":{"type":"integer"}, "paused":{"type":"boolean"}, "ratio":{"type":"number"},
          "size":{{quantity}},
          "port":{"type":"string","format":"int-or-string"},
          "labels":{"type":"object","additionalProperties":{"type":"string"} },
          "items":{"type":"array","items":{{item}} },
          "free":{"type":"object"},
          "open":{"type":"object","properties":{"name":{"type":"string"} },"x-kubernetes-preserve-unknown-fields":true},
          "embedded":{"type":"object","x-kubernetes-embedded-resource":true,"properties":{"spec":{"type":"object","properties":{} } } }
        } } } }
        """;
}
