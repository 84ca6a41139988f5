using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Sluice.Manifests.Json;
using Sluice.Manifests.Stacks;
using static Sluice.Manifests.Tests.Stacks.StackSamples;

namespace Sluice.Manifests.Tests.Stacks;

public class PointerTests
{
    private const string Route = """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: web, namespace: p25-stage}
        spec:
          rules:
          - backendRefs: [{name: backend, port: 80, weight: 100}]
          - backendRefs: [{name: legacy, port: 80, weight: 3}, {name: backend, port: 80}]
          - backendRefs: [{name: redis, port: 6379}]

        """;

    private const string Ingress = """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata:
          name: web
          namespace: p25-stage
          annotations:
            nginx.ingress.kubernetes.io/limit-rps: "20"
            nginx.ingress.kubernetes.io/affinity: cookie
        spec:
          ingressClassName: nginx
          tls: [{hosts: [a.example.com], secretName: tls}]
          rules:
          - host: a.example.com
            http:
              paths:
              - {path: /api, pathType: Prefix, backend: {service: {name: backend, port: {number: 80}}}}
              - {path: /cache, pathType: Prefix, backend: {service: {name: redis, port: {number: 80}}}}
          - host: b.example.com
            http: {paths: [{path: /api, pathType: Prefix, backend: {service: {name: backend, port: {name: http}}}}]}

        """;

    private static readonly ServicePointer s_backend = Split().Pointers.Single(pointer => pointer.Rendered.Name == "backend");

    [Fact]
    public void To_Revision_NamesOneStack() =>
        Assert.Equal("app=backend,sluice.dev/revision=abc,sluice.dev/service=backend", Text(s_backend.To(StackMark.OfRevision("abc"))));

    [Fact]
    public void To_PlainDeployment_NamesItsPodTemplate_AndNoLabelThatItsPodsMayLack() =>
        Assert.Equal("app=backend,pod-template-hash=5d8", Text(s_backend.To(StackMark.OfPodTemplate("5d8"))));

    [Fact]
    public void ToAll_Stacks_LeavesTheRevisionOut() => Assert.Equal("app=backend,sluice.dev/service=backend", Text(s_backend.ToAll()));

    [Fact]
    public void CandidateService_OfLoadBalancer_StaysInsideTheCluster()
    {
        var service = CandidateService.Of(Split().Pointers.Single(pointer => pointer.Rendered.Name == "backend-admin"), StackMark.OfRevision("abc"));

        Assert.Equal("backend-admin-candidate", service.Name);
        Assert.Equal("""{"selector":{"app":"backend","sluice.dev/revision":"abc","sluice.dev/service":"backend"},"ports":[{"name":"admin","port":81}]}""", StackSamples.Text(service.Json, "spec"));
        Assert.Equal("""{"team":"a","sluice.dev/service":"backend"}""", StackSamples.Text(service.Json, "metadata", "labels"));
        Assert.False(Map(service.Json, "metadata").ContainsKey("annotations"));
    }

    [Fact]
    public void CandidateService_OfHeadless_IsHeadless()
    {
        var rendered = Object("apiVersion: v1\nkind: Service\nmetadata: {name: backend, namespace: n}\nspec: {clusterIP: None, selector: {app: backend}}\n");

        Assert.Equal("\"None\"", StackSamples.Text(CandidateService.Of(new ServicePointer("backend", rendered), StackMark.OfRevision("a")).Json, "spec", "clusterIP"));
    }

    [Fact]
    public void Share_Route_DividesWhatGoesToTheService()
    {
        var route = RouteWeights.Share(Object(Route), s_backend.Rendered, 25);

        Assert.Equal(
            """
            [{"backendRefs":[{"name":"backend","port":80,"weight":75},{"name":"backend-candidate","port":80,"weight":25}]},
            {"backendRefs":[{"name":"legacy","port":80,"weight":300},{"name":"backend","port":80,"weight":75},{"name":"backend-candidate","port":80,"weight":25}]},
            {"backendRefs":[{"name":"redis","port":6379}]}]
            """.ReplaceLineEndings(""),
            StackSamples.Text(route.Json, "spec", "rules"));
        Assert.True(RouteWeights.Routes(route, s_backend.Rendered));
    }

    [Fact]
    public void Share_AnyWeight_KeepsTheProportions() => Prop.ForAll(
        Gen.Choose(0, 100).ToArbitrary(),
        weight =>
        {
            var rendered = Object(Route);
            var rules = (JsonArray)RouteWeights.Share(rendered, s_backend.Rendered, weight).Json["spec"]!["rules"]!;

            Assert.Equal(weight / 100.0, PartOf(rules[0]!, "backend-candidate"), 9);
            Assert.Equal(0.75, PartOf(rules[1]!, "legacy"), 9);
            Assert.Equal(0.25 * weight / 100, PartOf(rules[1]!, "backend-candidate"), 9);
            Assert.Equal(weight == 0, JsonNode.DeepEquals(rendered.Json["spec"]!["rules"], rules));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithQuietOnSuccess(true));

    [Fact]
    public void Read_AnyWeight_IsWhatWasShared() => Prop.ForAll(
        Gen.Choose(0, 100).ToArbitrary(),
        weight =>
        {
            var route = RouteWeights.Share(Object(Route), s_backend.Rendered, weight);

            Assert.Equal(weight, RouteWeights.Read(route, s_backend.Rendered));
            Assert.Equal(weight > 0, RouteWeights.HasCandidate(route, s_backend.Rendered));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithQuietOnSuccess(true));

    [Fact]
    public void Read_RulesThatDifferOrLeadElsewhere_IsUnknown()
    {
        var route = RouteWeights.Share(Object(Route), s_backend.Rendered, 25);
        route.Json["spec"]!["rules"]![0]!["backendRefs"]![1]!["weight"] = 5;

        Assert.Null(RouteWeights.Read(route, s_backend.Rendered));
        Assert.Null(RouteWeights.Read(Object(Route.Replace("name: backend", "name: other", StringComparison.Ordinal)), s_backend.Rendered));
    }

    [Fact]
    public void Canaries_OneForEachHostAndPath()
    {
        var canaries = CanaryIngresses.Of(Object(Ingress), s_backend, 10);

        Assert.Equal(2, canaries.Select(item => item.Name).Distinct().Count());
        Assert.All(canaries, item => Assert.StartsWith("web-canary-", item.Name, StringComparison.Ordinal));
        Assert.Equal(
            """{"rules":[{"http":{"paths":[{"path":"/api","pathType":"Prefix","backend":{"service":{"name":"backend-candidate","port":{"number":80}}}}]},"host":"a.example.com"}],"ingressClassName":"nginx"}""",
            StackSamples.Text(canaries[0].Json, "spec"));
        Assert.Equal(
            """{"nginx.ingress.kubernetes.io/canary":"true","nginx.ingress.kubernetes.io/canary-weight":"10","nginx.ingress.kubernetes.io/affinity":"cookie"}""",
            StackSamples.Text(canaries[0].Json, "metadata", "annotations"));
    }

    [Fact]
    public void Canaries_OtherWeight_SameNames() => Assert.Equal(
        CanaryIngresses.Of(Object(Ingress), s_backend, 10).Select(item => item.Name),
        CanaryIngresses.Of(Object(Ingress), s_backend, 60).Select(item => item.Name));

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public void Weights_NoPercent_Refused(int weight)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RouteWeights.Share(Object(Route), s_backend.Rendered, weight));
        Assert.Throws<ArgumentOutOfRangeException>(() => CanaryIngresses.Of(Object(Ingress), s_backend, weight));
    }

    private static double PartOf(JsonNode rule, string name)
    {
        var references = rule["backendRefs"]!.AsArray();
        double Weight(JsonNode? reference) => reference!["weight"].Whole() ?? 1;
        return references.Where(one => one!["name"]!.GetValue<string>() == name).Sum(Weight) / references.Sum(Weight);
    }

    private static string Text(SelectorChange change)
    {
        Assert.Equal(("p25-stage", "backend"), (change.Namespace, change.Name));
        return string.Join(',', change.Selector.Select(label => string.Create(CultureInfo.InvariantCulture, $"{label.Key}={label.Value}")));
    }
}
