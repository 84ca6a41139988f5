using Sluice.Manifests.Stacks;
using Sluice.Manifests.Tests.Releases;

namespace Sluice.Manifests.Tests.Stacks;

public class SharedChangesTests
{
    private const string Before = """
        apiVersion: v1
        kind: Service
        metadata: {name: s, namespace: n}
        spec: {ports: [{name: http, port: 80, targetPort: a}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: i, namespace: n}
        spec: {rules: [{host: h, http: {paths: [{path: /a, pathType: Prefix, backend: {service: {name: s, port: {number: 80}}}}]}}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: p, namespace: n}
        spec: {podSelector: {}, ingress: [{ports: [{port: 1}]}]}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: a, namespace: n}

        """;

    [Fact]
    public void Between_Same_Nothing()
    {
        var changes = Between(Before);

        Assert.Empty(changes.Before);
        Assert.Empty(changes.After);
        Assert.Empty(changes.Removed);
    }

    [Fact]
    public void Between_NewAndGoneObjects_AddedBeforeRemovedAfter()
    {
        var changes = Between(Before.Replace("kind: ServiceAccount", "kind: Widget", StringComparison.Ordinal));

        Assert.Equal(["Widget/a"], changes.Before.Select(item => item.ToString()));
        Assert.Empty(changes.After);
        Assert.Equal(["ServiceAccount/a"], changes.Removed.Select(item => item.ToString()));
    }

    [Theory]
    [InlineData("[{name: http, port: 80, targetPort: a}]", "[{name: http, port: 80, targetPort: a}, {name: grpc, port: 90}]")]
    [InlineData("[{path: /a, ", "[{path: /b, pathType: Exact, backend: {service: {name: s, port: {number: 80}}}}, {path: /a, ")]
    [InlineData("rules: [{host: h,", "rules: [{host: k, http: {paths: []}}, {host: h,")]
    [InlineData("ingress: [{ports: [{port: 1}]}]", "ingress: [{ports: [{port: 1}]}, {ports: [{port: 2}]}]")]
    public void Between_Addition_ThereBeforeTheCandidate(string before, string after)
    {
        var changes = Between(Before.Replace(before, after, StringComparison.Ordinal));

        Assert.Single(changes.Before);
        Assert.Empty(changes.Removed);
    }

    [Theory]
    [InlineData("targetPort: a", "targetPort: b")]
    [InlineData("path: /a, pathType: Prefix, backend: {service: {name: s,", "path: /a, pathType: Prefix, backend: {service: {name: t,")]
    [InlineData("[{ports: [{port: 1}]}]", "[]")]
    [InlineData("metadata: {name: a, namespace: n}", "metadata: {name: a, namespace: n, labels: {x: y}}")]
    public void Between_ChangeOrRemoval_OnlyAfterThePromotion(string before, string after)
    {
        var changes = Between(Before.Replace(before, after, StringComparison.Ordinal));

        Assert.Empty(changes.Before);
        Assert.Single(changes.After);
    }

    [Fact]
    public void Between_AdditionAndRemovalInOne_FirstBothThenTheNew()
    {
        var changes = Between(Before.Replace("[{ports: [{port: 1}]}]", "[{ports: [{port: 2}]}]", StringComparison.Ordinal));

        Assert.Equal("""[{"ports":[{"port":1}]},{"ports":[{"port":2}]}]""", StackSamples.Text(Assert.Single(changes.Before).Json, "spec", "ingress"));
        Assert.Equal("""[{"ports":[{"port":2}]}]""", StackSamples.Text(Assert.Single(changes.After).Json, "spec", "ingress"));
    }

    [Fact]
    public void Between_OtherApiVersion_NotRemoved()
    {
        var changes = Between(Before.Replace("networking.k8s.io/v1\nkind: NetworkPolicy", "networking.k8s.io/v2\nkind: NetworkPolicy", StringComparison.Ordinal));

        Assert.Empty(changes.Removed);
        Assert.Single(changes.After);
    }

    private static SharedChanges Between(string next) => SharedChanges.Between(Samples.Render(Before), Samples.Render(next));
}
