using System.Text.Json.Nodes;
using Sluice.Kubernetes.Connection;

namespace Sluice.Kubernetes.Tests.Connection;

public class ServerVersionTests
{
    [Theory]
    [InlineData("""{"major":"1","minor":"20","gitVersion":"v1.20.2"}""", "v1.20.2", 20)]
    [InlineData("""{"major":"1","minor":"24+","gitVersion":"v1.24.17-eks"}""", "v1.24.17-eks", 24)]
    [InlineData("""{"major":"2","minor":"0","gitVersion":"v2.0.0"}""", "v2.0.0", null)]
    [InlineData("{}", "an unknown version", null)]
    public void Of_WhatServersSay_ReadsTheMinorVersion(string json, string text, int? minor) =>
        Assert.Equal(new ServerVersion(text, minor), ServerVersion.Of((JsonObject)JsonNode.Parse(json)!));
}
