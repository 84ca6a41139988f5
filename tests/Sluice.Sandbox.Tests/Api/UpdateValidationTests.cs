using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Catalog;
using Sluice.Sandbox.Api.Writing;

namespace Sluice.Sandbox.Tests.Api;

/// <summary>What an update may not change, in the words of a real API server.</summary>
public sealed class UpdateValidationTests
{
    [Theory]
    [InlineData("", "configmaps", """{"immutable":true,"data":{"a":"1"}}""", """{"immutable":true,"data":{"a":"2"}}""", "data")]
    [InlineData("", "configmaps", """{"immutable":true,"data":{"a":"1"}}""", """{"immutable":true,"data":{"a":"1"},"binaryData":{"b":"YQ=="}}""", "binaryData")]
    [InlineData("", "configmaps", """{"immutable":true,"data":{"a":"1"}}""", """{"data":{"a":"1"}}""", "immutable")]
    [InlineData("", "configmaps", """{"data":{"a":"1"}}""", """{"immutable":true,"data":{"a":"2"}}""", "")]
    [InlineData("", "secrets", """{"type":"Opaque","data":{"a":"YQ=="}}""", """{"type":"example.com/x","data":{"a":"YQ=="}}""", "type")]
    [InlineData("apps", "statefulsets", """{"spec":{"serviceName":"a"}}""", """{"spec":{"serviceName":"b"}}""", "spec")]
    [InlineData("apps", "statefulsets", """{"spec":{"serviceName":"a","replicas":1}}""", """{"spec":{"serviceName":"a","replicas":2}}""", "")]
    public void Check_Update_NamesFieldsThatStay(string group, string plural, string before, string after, string expected)
    {
        var kind = ResourceCatalog.Find(group, "v1", plural)!;

        var immutable = Validation.Check(kind, Whole(kind, after), Whole(kind, before)).Where(c => c.Message.Contains("immutable", StringComparison.Ordinal) || c.Message.Contains("are forbidden", StringComparison.Ordinal));

        Assert.Equal(expected, string.Join(" ", immutable.Select(c => c.Field)));
    }

    private static JsonObject Whole(ResourceKind kind, string json)
    {
        var whole = (JsonObject)JsonNode.Parse(json)!;
        whole["kind"] = kind.Kind;
        whole["metadata"] = new JsonObject { ["name"] = "x", ["namespace"] = "n" };
        return whole;
    }
}
