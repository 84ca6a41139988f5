using System.Text.Json.Nodes;
using Sluice.Model.Files;

namespace Sluice.Model.Tests.Files;

public class PipelineSchemaTests
{
    [Fact]
    public void JsonSchema_FromTheSameDescription_NamesEveryKey()
    {
        var schema = JsonNode.Parse(PipelineFile.JsonSchema())!;

        Assert.Equal(["application", "registry", "services", "environments"], schema["required"]!.AsArray().Select(name => name!.GetValue<string>()));
        var service = schema["properties"]!["services"]!["additionalProperties"]!;
        Assert.Equal(["project", "port", "dependsOn", "dockerfile", "context"], service["properties"]!.AsObject().Select(property => property.Key).Take(5));
        Assert.Equal(65535, service["properties"]!["port"]!["maximum"]!.GetValue<int>());
        Assert.False(service["additionalProperties"]!.GetValue<bool>());
        var environment = schema["properties"]!["environments"]!["additionalProperties"]!;
        Assert.Equal(["cluster", "namespace", "overlay"], environment["required"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal("rollback", environment["properties"]!["onRegression"]!["anyOf"]![0]!["enum"]![0]!.GetValue<string>());
    }
}
