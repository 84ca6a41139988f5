using System.Text.Json.Nodes;
using Sluice.Manifests.Json;
using Sluice.Manifests.Versions;
using Sluice.Model.Yaml;

namespace Sluice.Manifests.Tests.Versions;

public sealed class ApiVersionsTests
{
    private const string Net = "networking.k8s.io/";
    private const string EmptyMatch = "{matchExpressions: [{key: pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match, operator: ";

    /// <summary>Kind, version and rest of an object, and the same in another version.</summary>
    public static TheoryData<string, string, string, string, string> Both { get; } = new()
    {
        { "HorizontalPodAutoscaler", "autoscaling/v2", "spec: {maxReplicas: 3, metrics: [{type: Resource}], behavior: {scaleDown: {selectPolicy: Min}}}", "autoscaling/v2beta2", "spec: {maxReplicas: 3, metrics: [{type: Resource}], behavior: {scaleDown: {selectPolicy: Min}}}" },
        { "CronJob", "batch/v1", "spec: {schedule: '@daily', jobTemplate: {spec: {backoffLimit: 1}}}", "batch/v1beta1", "spec: {schedule: '@daily', jobTemplate: {spec: {backoffLimit: 1}}}" },
        { "PodDisruptionBudget", "policy/v1", "spec: {minAvailable: 1, selector: {matchLabels: {app: a}}}", "policy/v1beta1", "spec: {minAvailable: 1, selector: {matchLabels: {app: a}}}" },
        { "PodDisruptionBudget", "policy/v1", "spec: {minAvailable: 1}", "policy/v1beta1", "spec: {minAvailable: 1}" },
        { "PodDisruptionBudget", "policy/v1", "spec: {selector: {}}", "policy/v1beta1", "spec: {selector: " + EmptyMatch + "DoesNotExist}]}}" },
        { "PodDisruptionBudget", "policy/v1beta1", "spec: {selector: {}}", "policy/v1", "spec: {selector: " + EmptyMatch + "Exists}]}}" },
        { "Ingress", Net + "v1", "spec: {ingressClassName: n, defaultBackend: {service: {name: d, port: {name: http}}}}", Net + "v1beta1", "spec: {ingressClassName: n, backend: {serviceName: d, servicePort: http}}" },
        { "Ingress", Net + "v1", "spec: {tls: [{hosts: [a]}], rules: [{host: a, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: s, port: {number: 80}}}}, {path: /r, pathType: Exact, backend: {resource: {kind: B, name: b}}}]}}]}", "extensions/v1beta1", "spec: {tls: [{hosts: [a]}], rules: [{host: a, http: {paths: [{path: /, pathType: Prefix, backend: {serviceName: s, servicePort: 80}}, {path: /r, pathType: Exact, backend: {resource: {kind: B, name: b}}}]}}]}" },
        { "EndpointSlice", "discovery.k8s.io/v1", "endpoints: [{addresses: [10.0.0.1], nodeName: n, zone: z, deprecatedTopology: {rack: r}}]", "discovery.k8s.io/v1beta1", "endpoints: [{addresses: [10.0.0.1], nodeName: n, topology: {rack: r, topology.kubernetes.io/zone: z}}]" },
        { "HTTPRoute", "gateway.networking.k8s.io/v1", "spec: {hostnames: [a]}", "gateway.networking.k8s.io/v1beta1", "spec: {hostnames: [a]}" },
    };

    [Theory]
    [MemberData(nameof(Both))]
    public void Convert_ThereAndBack_SaysTheSame(string kind, string version, string rest, string other, string otherRest)
    {
        var one = Object(kind, version, rest);
        var two = Object(kind, other, otherRest);

        Same(two, ApiVersions.Convert(one, other));
        Same(one, ApiVersions.Convert(two, version));
        Assert.Contains(other, ApiVersions.Others(version, kind));
        Assert.Contains(version, ApiVersions.Others(other, kind));
    }

    [Theory]
    [InlineData("policy/v1", "spec: {unhealthyPodEvictionPolicy: IfHealthyBudget, maxUnavailable: 1}", "policy/v1beta1", "spec: {maxUnavailable: 1}", "PodDisruptionBudget")]
    [InlineData(Net + "v1beta1", "spec: {rules: [{http: {paths: [{backend: {serviceName: s, servicePort: '80'}}]}}]}", Net + "v1", "spec: {rules: [{http: {paths: [{pathType: ImplementationSpecific, backend: {service: {name: s, port: {name: '80'}}}}]}}]}", "Ingress")]
    [InlineData("extensions/v1beta1", "spec: {backend: {serviceName: s}}", Net + "v1beta1", "spec: {backend: {serviceName: s}}", "Ingress")]
    [InlineData("discovery.k8s.io/v1beta1", "endpoints: [{topology: {kubernetes.io/hostname: n}}, {addresses: [a]}]", "discovery.k8s.io/v1", "endpoints: [{nodeName: n}, {addresses: [a]}]", "EndpointSlice")]
    public void Convert_WhatHasADefaultInOneVersion_IsSaidInTheOther(string version, string rest, string other, string expected, string kind) =>
        Same(Object(kind, other, expected), ApiVersions.Convert(Object(kind, version, rest), other));

    [Theory]
    [InlineData("HorizontalPodAutoscaler", "autoscaling/v2", "spec: {behavior: {scaleUp: {tolerance: 0.1}, scaleDown: {tolerance: 0.2}}}", "autoscaling/v2beta2", "spec.behavior.scaleUp.tolerance: autoscaling/v2beta2 has no such field|spec.behavior.scaleDown.tolerance: autoscaling/v2beta2 has no such field")]
    [InlineData("PodDisruptionBudget", "policy/v1", "spec: {unhealthyPodEvictionPolicy: AlwaysAllow}", "policy/v1beta1", "spec.unhealthyPodEvictionPolicy: policy/v1beta1 has no such field and always acts as IfHealthyBudget")]
    [InlineData("Ingress", Net + "v1", "spec: {backend: {}, rules: [{http: {paths: [{backend: {serviceName: s}}]}}]}", Net + "v1beta1", "spec.backend: no field of networking.k8s.io/v1; it is called defaultBackend there|spec.rules[0].http.paths[0].backend.serviceName: no field of an Ingress of v1")]
    [InlineData("Ingress", Net + "v1beta1", "spec: {rules: [{http: {paths: [{backend: {service: {name: s}}}]}}]}", Net + "v1", "spec.rules[0].http.paths[0].backend.service: no field of an Ingress of v1beta1")]
    public void Convert_WhatTheOtherVersionCannotSay_NamesEveryField(string kind, string version, string rest, string other, string obstacles)
    {
        var outcome = ApiVersions.Convert(Object(kind, version, rest), other);

        Assert.Null(outcome.Json);
        Assert.Equal(obstacles.Split('|'), outcome.Obstacles);
    }

    [Fact]
    public void Convert_LeavesTheOriginalAsItWas()
    {
        var original = Object("Ingress", Net + "v1", "spec: {defaultBackend: {service: {name: d, port: {number: 1}}}}");
        var before = original.DeepClone();

        ApiVersions.Convert(original, Net + "v1beta1");

        Assert.True(JsonNode.DeepEquals(before, original));
    }

    [Theory]
    [InlineData("apps/v1", "Deployment")]
    [InlineData("autoscaling/v1", "HorizontalPodAutoscaler")]
    [InlineData("batch/v1", "Job")]
    [InlineData("example.com/v1", "Ingress")]
    public void Others_WithoutAKnownEqual_AreNone(string version, string kind)
    {
        Assert.Empty(ApiVersions.Others(version, kind));
        Assert.Throws<ArgumentException>(() => ApiVersions.Convert(Object(kind, version, "spec: {}"), "x/v9"));
    }

    [Theory]
    [InlineData("Service", "spec: {ports: [{port: 80}, {port: 53, protocol: UDP}]}", "spec: {ports: [{port: 80, protocol: TCP}, {port: 53, protocol: UDP}]}")]
    [InlineData("Deployment", "spec: {template: {spec: {containers: [{name: a, ports: [{containerPort: 1}]}, {name: b}], initContainers: [{ports: [{containerPort: 2}]}]}}}", "spec: {template: {spec: {containers: [{name: a, ports: [{containerPort: 1, protocol: TCP}]}, {name: b}], initContainers: [{ports: [{containerPort: 2, protocol: TCP}]}]}}}")]
    [InlineData("CronJob", "spec: {jobTemplate: {spec: {template: {spec: {containers: [{ports: [{containerPort: 1}]}]}}}}}", "spec: {jobTemplate: {spec: {template: {spec: {containers: [{ports: [{containerPort: 1, protocol: TCP}]}]}}}}}")]
    [InlineData("Pod", "spec: {containers: [{ports: [{containerPort: 1}]}]}", "spec: {containers: [{ports: [{containerPort: 1, protocol: TCP}]}]}")]
    [InlineData("PodTemplate", "template: {spec: {containers: [{ports: [{containerPort: 1}]}]}}", "template: {spec: {containers: [{ports: [{containerPort: 1, protocol: TCP}]}]}}")]
    [InlineData("NetworkPolicy", "spec: {ingress: [{ports: [{port: 80}]}]}", "spec: {ingress: [{ports: [{port: 80}]}]}")]
    [InlineData("Service", "spec: 3", "spec: 3")]
    public void Fill_PortsWithoutProtocol_SayTcp(string kind, string rest, string expected)
    {
        var value = Object(kind, "v1", rest);

        ExplicitProtocols.Fill(value);

        Assert.Equal(Object(kind, "v1", expected).ToJsonString(), value.ToJsonString());
    }

    private static void Same(JsonObject expected, VersionOutcome outcome)
    {
        Assert.Empty(outcome.Obstacles);
        Assert.Equal(CanonicalJson.Write(expected), CanonicalJson.Write(outcome.Json!));
    }

    private static JsonObject Object(string kind, string version, string rest)
    {
        var text = $"{{apiVersion: {version}, kind: {kind}, metadata: {{name: x}}, {rest}}}";
        return (JsonObject)YamlToJson.Convert(Assert.Single(YamlReader.Read(text, "x.yaml").Documents).Root!, "x.yaml", [])!;
    }
}
