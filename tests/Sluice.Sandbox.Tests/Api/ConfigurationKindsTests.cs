using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Catalog;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Tests.Api;

/// <summary>Kinds that are kept for whoever reads them while nothing in the sandbox acts on them.</summary>
public sealed class ConfigurationKindsTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private const string Networking = "/apis/networking.k8s.io/v1/";
    private const string Gateways = "/apis/gateway.networking.k8s.io/v1/";
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1/";
    private const string Apply = "application/apply-patch+yaml";
    private const string Pod = "{containers: [{name: c, image: 'i:1'}], restartPolicy: Never}";

    /// <summary>Kind, collection, the rest of the object, columns.</summary>
    public static TheoryData<string, string, string, string> Valid { get; } = new()
    {
        { "ServiceAccount", "/api/v1/namespaces/n/serviceaccounts", "imagePullSecrets: [{name: p}]", "Name Secrets Age" },
        { "PersistentVolumeClaim", "/api/v1/namespaces/n/persistentvolumeclaims", "spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}", "Name Status Volume Capacity Access_Modes StorageClass Age" },
        { "ResourceQuota", "/api/v1/namespaces/n/resourcequotas", "spec: {hard: {requests.cpu: '2', limits.memory: 4Gi, pods: 10}}", "Name Request Limit Age" },
        { "LimitRange", "/api/v1/namespaces/n/limitranges", "spec: {limits: [{type: Container, default: {cpu: 500m}, defaultRequest: {cpu: 100m}}]}", "Name Created_At" },
        { "HorizontalPodAutoscaler", "/apis/autoscaling/v2/namespaces/n/horizontalpodautoscalers", "spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 5, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}], behavior: {scaleDown: {stabilizationWindowSeconds: 300, policies: [{type: Percent, value: 50, periodSeconds: 60}]}}}", "Name Reference Targets MinPods MaxPods Replicas Age" },
        { "PodDisruptionBudget", "/apis/policy/v1/namespaces/n/poddisruptionbudgets", "spec: {minAvailable: 50%, selector: {matchLabels: {app: web}}}", "Name Min_Available Max_Unavailable Allowed_Disruptions Age" },
        { "Ingress", Networking + "namespaces/n/ingresses", "spec: {ingressClassName: nginx, tls: [{hosts: [a.example], secretName: t}], rules: [{host: a.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}}]}", "Name Class Hosts Address Ports Age" },
        { "IngressClass", Networking + "ingressclasses", "spec: {controller: example.com/nginx}", "Name Controller Parameters Age" },
        { "NetworkPolicy", Networking + "namespaces/n/networkpolicies", "spec: {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {matchLabels: {app: web}}}, {ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: 80}]}]}", "Name Pod-Selector Age" },
        { "Job", "/apis/batch/v1/namespaces/n/jobs", "spec: {template: {spec: " + Pod + "}}", "Name Status Completions Duration Age" },
        { "CronJob", "/apis/batch/v1/namespaces/n/cronjobs", "spec: {schedule: '*/5 0-3 * JAN,MAR 1', jobTemplate: {spec: {template: {spec: " + Pod + "}}}}", "Name Schedule Timezone Suspend Active Last_Schedule Age" },
        { "Role", Rbac + "namespaces/n/roles", "rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]", "Name Created_At" },
        { "RoleBinding", Rbac + "namespaces/n/rolebindings", "roleRef: {kind: Role, name: r}, subjects: [{kind: ServiceAccount, name: s, namespace: n}]", "Name Role Age" },
        { "ClusterRole", Rbac + "clusterroles", "rules: [{nonResourceURLs: [/metrics], verbs: [get]}]", "Name Created_At" },
        { "ClusterRoleBinding", Rbac + "clusterrolebindings", "roleRef: {kind: ClusterRole, name: r}, subjects: [{kind: User, name: u}]", "Name Role Age" },
        { "GatewayClass", Gateways + "gatewayclasses", "spec: {controllerName: example.com/gateway}", "Name Controller Accepted Age" },
        { "Gateway", Gateways + "namespaces/n/gateways", "spec: {gatewayClassName: g, listeners: [{name: http, port: 80, protocol: HTTP}]}", "Name Class Address Programmed Age" },
        { "HTTPRoute", Gateways + "namespaces/n/httproutes", "spec: {parentRefs: [{name: g}], hostnames: ['*.example'], rules: [{backendRefs: [{name: web, port: 80, weight: 90}, {name: web-candidate, port: 80, weight: 10}]}]}", "Name Hostnames Age" },
    };

    public static TheoryData<string, string, string> Broken { get; } = new()
    {
        { "/apis/autoscaling/v2/namespaces/n/horizontalpodautoscalers", "spec: {scaleTargetRef: {kind: Deployment}, minReplicas: 4, maxReplicas: 2, metrics: [{type: Cpu}, {type: Resource}]}", "spec.maxReplicas spec.scaleTargetRef.name spec.metrics[0].type spec.metrics[1].resource" },
        { "/apis/policy/v1/namespaces/n/poddisruptionbudgets", "spec: {minAvailable: half, maxUnavailable: 1}", "spec spec.minAvailable" },
        { Networking + "namespaces/n/ingresses", "spec: {}", "spec" },
        { Networking + "namespaces/n/ingresses", "spec: {rules: [{host: A_b, http: {paths: [{path: x, pathType: Prefix, backend: {service: {name: web, port: {}}}}, {path: /, backend: {}}]}}]}", "spec.rules[0].host spec.rules[0].http.paths[0].path spec.rules[0].http.paths[0].backend.service.port.number spec.rules[0].http.paths[1].pathType spec.rules[0].http.paths[1].backend" },
        { Networking + "namespaces/n/networkpolicies", "spec: {policyTypes: [In], ingress: [{from: [{}, {ipBlock: {cidr: x}}], ports: [{port: 0}]}]}", "spec.policyTypes[0] spec.ingress[0].ports[0].port spec.ingress[0].from[0] spec.ingress[0].from[1].ipBlock.cidr" },
        { "/api/v1/namespaces/n/persistentvolumeclaims", "spec: {accessModes: [Some], resources: {requests: {storage: big}}}", "spec.accessModes spec.resources[storage]" },
        { "/api/v1/namespaces/n/resourcequotas", "spec: {hard: {cpu: lots}}", "spec.hard[cpu]" },
        { "/api/v1/namespaces/n/limitranges", "spec: {limits: [{max: {cpu: 1x}}]}", "spec.limits[0].max[cpu] spec.limits[0].type" },
        { "/apis/batch/v1/namespaces/n/jobs", "spec: {backoffLimit: -1, completionMode: Indexed, template: {spec: {containers: [{name: c, image: i}]}}}", "spec.backoffLimit spec.completionMode spec.template.spec.restartPolicy" },
        { "/apis/batch/v1/namespaces/n/cronjobs", "spec: {schedule: '61 * * *', concurrencyPolicy: Never, jobTemplate: {spec: {template: {spec: " + Pod + "}}}}", "spec.schedule spec.concurrencyPolicy" },
        { "/apis/batch/v1/namespaces/n/cronjobs", "spec: {schedule: '5-1 * * * *', jobTemplate: {spec: {template: {spec: " + Pod + "}}}}", "spec.schedule" },
        { Rbac + "namespaces/n/roles", "rules: [{resources: [pods]}, {nonResourceURLs: [/x], verbs: [get]}]", "rules[0].verbs rules[0].apiGroups rules[1].nonResourceURLs" },
        { Rbac + "clusterrolebindings", "roleRef: {kind: Role, name: r}, subjects: [{kind: Robot, name: x}, {kind: ServiceAccount, name: s}]", "roleRef.kind subjects[0].kind subjects[1].namespace" },
        { Gateways + "namespaces/n/gateways", "spec: {listeners: [{name: a, port: 80, protocol: HTTP}, {name: a, port: 0}]}", "spec.gatewayClassName spec.listeners[1].protocol spec.listeners[1].port spec.listeners[1].name" },
        { Gateways + "namespaces/n/httproutes", "spec: {parentRefs: [{}], rules: [{matches: [{path: {type: Some}}], backendRefs: [{name: web, weight: -1}]}]}", "spec.parentRefs[0].name spec.rules[0].matches[0].path.type spec.rules[0].backendRefs[0].port spec.rules[0].backendRefs[0].weight" },
    };

    [Theory]
    [MemberData(nameof(Valid))]
    public async Task Create_ValidObject_IsKeptWithAWordOnWhatIsNotDone(string kind, string collection, string rest, string columns)
    {
        string name = $"valid-{kind.ToLowerInvariant()}";
        var (code, made, response) = await api.SendAsync("POST", collection + "?fieldValidation=Strict", $"{{kind: {kind}, metadata: {{name: {name}}}, {rest}}}");
        Assert.True(code == 201, made.Text("message"));
        var caveat = ResourceCatalog.Kinds.Single(k => k.Kind == kind).Caveat;
        Assert.Equal(caveat is null ? [] : [$"\"the sandbox keeps {kind} objects and {caveat}\""], response.Headers.Warning.Select(w => w.Text));

        var (_, again, unchanged) = await api.SendAsync("PUT", $"{collection}/{name}", made.ToJsonString(), "application/json");
        Assert.Equal(made.Text("metadata", "resourceVersion"), again.Text("metadata", "resourceVersion"));
        Assert.Empty(unchanged.Headers.Warning);

        var (_, table, _) = await api.SendAsync("GET", $"{collection}?fieldSelector=metadata.name={name}", accept: "application/json;as=Table;v=v1;g=meta.k8s.io,application/json");
        Assert.Equal(columns.Split(' '), table.Items("columnDefinitions").Where(c => c.Number("priority") == 0).Select(c => c.Text("name").Replace(' ', '_')));
        Assert.Equal(name, table.Items("rows").Single()["cells"]![0]!.ToString());
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Create_BrokenObject_NamesEveryField(string collection, string rest, string fields)
    {
        var (code, status, _) = await api.SendAsync("POST", collection, $"{{metadata: {{name: broken}}, {rest}}}");
        Assert.True(code == 422, status.Text("message"));
        Assert.Equal(fields.Split(' ').Order(StringComparer.Ordinal), status.Items("details", "causes").Select(c => c.Text("field")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Create_MetricWithAnUnknownField_IsRefusedNamingIt()
    {
        var (code, status, _) = await api.SendAsync("POST", "/apis/autoscaling/v2/namespaces/n/horizontalpodautoscalers?fieldValidation=Strict",
            "{metadata: {name: typo}, spec: {maxReplicas: 2, scaleTargetRef: {kind: Deployment, name: d}, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilisation: 70}}}]}}");
        Assert.Equal(400, code);
        Assert.Contains("unknown field \"spec.metrics[0].resource.target.averageUtilisation\"", status.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_Autoscaler_LeavesItsStatusEmpty()
    {
        var (_, made, _) = await api.SendAsync("POST", "/apis/autoscaling/v2/namespaces/n/horizontalpodautoscalers", "{metadata: {name: plain}, spec: {maxReplicas: 2, scaleTargetRef: {kind: Deployment, name: d}}, status: {currentReplicas: 2}}");
        Assert.Equal((1L, 80L), (made.Number("spec", "minReplicas"), made.Items("spec", "metrics").Single().Number("resource", "target", "averageUtilization")));
        Assert.Empty(made["status"]!.AsObject());
    }

    [Fact]
    public async Task Create_Job_SelectsItsPodsByItsUid()
    {
        const string jobs = "/apis/batch/v1/namespaces/n/jobs";
        const string body = "{metadata: {name: own}, spec: {template: {spec: " + Pod + "}}}";
        var (_, made, _) = await api.SendAsync("POST", jobs, body);
        string uid = made.Text("metadata", "uid");
        Assert.Equal(uid, made.Text("spec", "selector", "matchLabels", "batch.kubernetes.io/controller-uid"));
        Assert.Equal((uid, "own"), (made.Text("spec", "template", "metadata", "labels", "controller-uid"), made.Text("spec", "template", "metadata", "labels", "job-name")));

        var (code, applied, _) = await api.SendAsync("PATCH", jobs + "/own?fieldManager=x&force=true", body, Apply);
        Assert.True(code == 200, applied.Text("message"));
        Assert.Equal(uid, applied.Text("spec", "selector", "matchLabels", "batch.kubernetes.io/controller-uid"));
    }

    [Theory]
    [InlineData("/api/v1/namespaces/n/resourcequotas/", "spec: {hard: {pods: '3'}}", "spec: {hard: {cpu: '1'}}")]
    [InlineData(Gateways + "namespaces/n/gateways/", "spec: {gatewayClassName: g, listeners: [{name: a, port: 80, protocol: HTTP}]}", "spec: {listeners: [{name: b, port: 81, protocol: HTTP}]}")]
    public async Task Apply_ByTwoManagers_MergesWhatHasKeys(string collection, string first, string second)
    {
        Assert.Equal(201, (await api.SendAsync("PATCH", collection + "merged?fieldManager=x", $"{{metadata: {{name: merged}}, {first}}}", Apply)).Code);
        var (code, merged, _) = await api.SendAsync("PATCH", collection + "merged?fieldManager=y", $"{{metadata: {{name: merged}}, {second}}}", Apply);
        Assert.True(code == 200, merged.Text("message"));
        Assert.Equal(2, merged.At("spec", "hard")?.AsObject().Count ?? merged.Items("spec", "listeners").Count());
    }

    [Theory]
    [InlineData("/apis/autoscaling/v2/namespaces/n/horizontalpodautoscalers/", "spec: {scaleTargetRef: {kind: Deployment, name: d}, maxReplicas: 2, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]}", "70", "71", ".spec.metrics")]
    [InlineData(Networking + "namespaces/n/ingresses/", "spec: {rules: [{host: a.example}]}", "a.example", "b.example", ".spec.rules")]
    [InlineData(Networking + "namespaces/n/networkpolicies/", "spec: {podSelector: {}, ingress: [{ports: [{port: 80}]}]}", "80", "81", ".spec.ingress")]
    [InlineData("/apis/policy/v1/namespaces/n/poddisruptionbudgets/", "spec: {maxUnavailable: 1, selector: {matchLabels: {app: a}}}", "app: a", "app: b", ".spec.selector")]
    [InlineData(Gateways + "namespaces/n/httproutes/", "spec: {rules: [{backendRefs: [{name: w, port: 80, weight: 90}]}]}", "90", "91", ".spec.rules")]
    [InlineData(Rbac + "namespaces/n/roles/", "rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]", "get", "list", ".rules")]
    public async Task Apply_ByTwoManagers_ConflictsOverWhatIsOneValue(string collection, string body, string mine, string other, string field)
    {
        string applied = $"{{metadata: {{name: contested}}, {body}}}";
        Assert.Equal(201, (await api.SendAsync("PATCH", collection + "contested?fieldManager=x", applied, Apply)).Code);
        var (code, conflict, _) = await api.SendAsync("PATCH", collection + "contested?fieldManager=y", applied.Replace(mine, other, StringComparison.Ordinal), Apply);
        Assert.Equal((409, field), (code, conflict.Items("details", "causes").Single().Text("field")));
    }

    [Theory]
    [InlineData("selfsubjectaccessreviews", "spec: {resourceAttributes: {verb: delete, resource: pods, namespace: n}}")]
    [InlineData("subjectaccessreviews", "spec: {nonResourceAttributes: {verb: get, path: /metrics}, user: u}")]
    [InlineData("namespaces/n/localsubjectaccessreviews", "spec: {resourceAttributes: {verb: get, resource: secrets}, user: u}")]
    public async Task Review_OfAccess_AllowedWithTheReason(string reviews, string spec)
    {
        var (code, answer, _) = await api.SendAsync("POST", "/apis/authorization.k8s.io/v1/" + reviews, $"{{{spec}}}");
        Assert.Equal((201, true), (code, answer.Flag("status", "allowed")));
        Assert.Contains("every bearer of its token", answer.Text("status", "reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_OfRulesAndOfSelf_Answered()
    {
        var (_, rules, _) = await api.SendAsync("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", "{spec: {namespace: n}}");
        Assert.Equal("[\"*\"]", rules.Items("status", "resourceRules").Single()["verbs"]!.ToJsonString());
        var (_, self, _) = await api.SendAsync("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}");
        Assert.Equal("sandbox-admin", self.Text("status", "userInfo", "username"));
    }

    [Theory]
    [InlineData("POST", "", "{spec: {}}", 422)]
    [InlineData("GET", "", null, 405)]
    [InlineData("POST", "/x", "{}", 405)]
    [InlineData("GET", "/x/status", null, 404)]
    public async Task Review_AskedWrongly_Refused(string method, string rest, string? body, int code) =>
        Assert.Equal(code, (await api.SendAsync(method, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews" + rest, body)).Code);

    [Fact]
    public async Task RoleBinding_LedToAnotherRole_IsImmutable()
    {
        await api.SendAsync("POST", Rbac + "namespaces/n/rolebindings", "{metadata: {name: 'b:ound'}, roleRef: {kind: Role, name: r}}");
        var (code, status, _) = await api.SendAsync("PUT", Rbac + "namespaces/n/rolebindings/b:ound", "{metadata: {name: 'b:ound'}, roleRef: {kind: Role, name: other}}");
        Assert.Equal((422, "roleRef"), (code, status.Items("details", "causes").Single().Text("field")));
    }
}
