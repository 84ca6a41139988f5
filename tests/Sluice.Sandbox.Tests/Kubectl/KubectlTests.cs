namespace Sluice.Sandbox.Tests.Kubectl;

/// <summary>The real kubectl against the API server; each test in a namespace of its own.</summary>
public sealed class KubectlTests(KubectlFixture kube) : IClassFixture<KubectlFixture>
{
    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app: web}}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "i:1", ports: [{containerPort: 8080, name: http}]}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
        """;

    [KubectlFact]
    public async Task ApiResources_ListsWhatIsServed()
    {
        string all = await kube.OutputAsync("api-resources");
        Assert.Matches(@"deployments\s+deploy\s+apps/v1\s+true\s+Deployment", all);
        Assert.Contains("coordination.k8s.io/v1", await kube.OutputAsync("api-versions"), StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Apply_TwiceThenChanged_CreatedUnchangedConfigured()
    {
        await Namespace("apply");
        Assert.Contains("deployment.apps/web created", await kube.OutputAsync("apply -n apply -f -", Web), StringComparison.Ordinal);
        Assert.Contains("deployment.apps/web unchanged", await kube.OutputAsync("apply -n apply -f -", Web), StringComparison.Ordinal);
        string changed = Web.Replace("i:1", "i:2", StringComparison.Ordinal);
        var (code, diff, _) = await kube.RunAsync("diff -n apply -f -", changed);
        Assert.Equal(1, code);
        Assert.Contains("image: i:2", diff, StringComparison.Ordinal);
        string output = await kube.OutputAsync("apply -n apply -f -", changed);
        Assert.Contains("deployment.apps/web configured", output, StringComparison.Ordinal);
        Assert.Contains("service/web unchanged", output, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Apply_UnknownField_IsRefusedNamingIt()
    {
        await Namespace("strict");
        var (code, _, error) = await kube.RunAsync("apply -n strict -f -", Web.Replace("spec:\n  selector", "spec:\n  replica: 2\n  selector", StringComparison.Ordinal));
        Assert.Equal(1, code);
        Assert.Contains("unknown field \"spec.replica\"", error, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task ApplyServerSide_ByTwoManagers_ConflictThenForced()
    {
        await Namespace("ssa");
        await kube.OutputAsync("apply -n ssa --server-side -f -", Web);
        string changed = Web.Replace("i:1", "i:2", StringComparison.Ordinal);
        var (code, _, error) = await kube.RunAsync("apply -n ssa --server-side --field-manager=other -f -", changed);
        Assert.Equal(1, code);
        Assert.Contains(".spec.template.spec.containers[name=\"web\"].image", error, StringComparison.Ordinal);
        await kube.OutputAsync("apply -n ssa --server-side --field-manager=other --force-conflicts -f -", changed);
        Assert.Equal("i:2", await kube.OutputAsync("get deploy web -n ssa -o jsonpath={.spec.template.spec.containers[0].image}"));
    }

    [KubectlFact]
    public async Task Get_InEveryForm_ShowsTheDeployment()
    {
        await Namespace("forms");
        await kube.OutputAsync("apply -n forms -f -", Web);
        Assert.Matches(@"NAME\s+READY\s+UP-TO-DATE\s+AVAILABLE\s+AGE\nweb\s+0/1", await kube.OutputAsync("get deploy -n forms"));
        Assert.Matches(@"CONTAINERS\s+IMAGES\s+SELECTOR\nweb .*i:1\s+app=web", await kube.OutputAsync("get deploy -n forms -o wide"));
        Assert.Contains("kind: Deployment", await kube.OutputAsync("get deploy web -n forms -o yaml"), StringComparison.Ordinal);
        Assert.Contains("\"kind\": \"Deployment\"", await kube.OutputAsync("get deploy web -n forms -o json"), StringComparison.Ordinal);
        Assert.Contains("service/web", await kube.OutputAsync("get all -n forms -l !none"), StringComparison.Ordinal);
        Assert.Matches(@"web\s+0/1", (await kube.RunAsync("get deploy -n forms -w --request-timeout=1s")).Output);
    }

    [KubectlFact]
    public async Task Describe_EveryKindOfTheStory_Works()
    {
        await Namespace("described");
        await kube.OutputAsync("apply -n described -f -", Web);
        await kube.OutputAsync("create -n described configmap c --from-literal=key=value");
        await kube.OutputAsync("wait -n described --for=create pod -l app=web --timeout=5s");
        foreach (string what in (string[])["namespace described", "deployment web", "service web", "configmap c", "pods", "replicasets"])
        {
            Assert.Contains("described", await kube.OutputAsync($"describe -n described {what}"), StringComparison.Ordinal);
        }
    }

    [KubectlFact]
    public async Task Scale_Label_Annotate_Patch_Delete()
    {
        await Namespace("verbs");
        await kube.OutputAsync("apply -n verbs -f -", Web);
        await kube.OutputAsync("scale -n verbs deploy/web --replicas=3");
        await kube.OutputAsync("label -n verbs deploy/web tier=front");
        await kube.OutputAsync("annotate -n verbs deploy/web note=hi");
        await kube.OutputAsync("patch -n verbs deploy/web -p", null, """{"spec":{"template":{"spec":{"containers":[{"name":"web","image":"i:3"}]}}}}""");
        await kube.OutputAsync("patch -n verbs deploy/web --type=merge -p", null, """{"spec":{"minReadySeconds":1}}""");
        await kube.OutputAsync("patch -n verbs deploy/web --type=json -p", null, """[{"op":"replace","path":"/spec/revisionHistoryLimit","value":3}]""");
        Assert.Equal("3 front hi i:3 1 3", await kube.OutputAsync("get deploy web -n verbs -o", null,
            "jsonpath={.spec.replicas} {.metadata.labels.tier} {.metadata.annotations.note} {.spec.template.spec.containers[0].image} {.spec.minReadySeconds} {.spec.revisionHistoryLimit}"));
        await kube.OutputAsync("delete -n verbs deploy/web service/web --timeout=10s");
        Assert.Contains("NotFound", (await kube.RunAsync("get -n verbs deploy web")).Error, StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Rollout_StatusAndHistory_ReadTheControllersWork()
    {
        await Namespace("rollout");
        await kube.OutputAsync("apply -n rollout -f -", Web);
        await kube.OutputAsync("wait -n rollout --for=condition=Progressing deploy/web --timeout=5s");
        Assert.Contains("0 of 1 updated replicas are available", (await kube.RunAsync("rollout status -n rollout deploy/web --timeout=1s")).Output, StringComparison.Ordinal);
        Assert.Contains("REVISION", await kube.OutputAsync("rollout history -n rollout deploy/web"), StringComparison.Ordinal);
    }

    [KubectlFact]
    public async Task Create_FromFlags_Works()
    {
        await Namespace("made");
        await kube.OutputAsync("create -n made secret generic s --from-literal=k=v");
        await kube.OutputAsync("create -n made deployment d --image=x:1 --replicas=2");
        Assert.Equal("dg==", await kube.OutputAsync("get secret s -n made -o jsonpath={.data.k}"));
        await kube.OutputAsync("create -n made job j --image=x:1 -- echo hi");
        await kube.OutputAsync("wait -n made --for=create pod -l job-name=j --timeout=10s");
        Assert.Matches(@"NAME\s+STATUS\s+COMPLETIONS\s+DURATION\s+AGE\nj\s+Running\s+0/1", await kube.OutputAsync("get jobs -n made"));
        Assert.Contains("Pods Statuses:", await kube.OutputAsync("describe -n made job j"), StringComparison.Ordinal);
        Assert.Equal("2 x:1", await kube.OutputAsync("get deploy d -n made -o", null, "jsonpath={.spec.replicas} {.spec.template.spec.containers[0].image}"));
    }

    [KubectlFact]
    public async Task Apply_WhatNothingActsOn_SaysSoAndShowsIt()
    {
        await Namespace("kept");
        const string objects = """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
              maxReplicas: 4
              metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: web}
            spec: {parentRefs: [{name: g}], hostnames: [web.example], rules: [{backendRefs: [{name: web, port: 80}]}]}
            ---
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: web}
            spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}
            """;
        var (code, _, warnings) = await kube.RunAsync("apply -n kept -f -", objects);
        Assert.True(code == 0, warnings);
        Assert.Contains("Warning: the sandbox keeps HorizontalPodAutoscaler objects and measures nothing and scales nothing", warnings, StringComparison.Ordinal);
        Assert.Contains("unchanged", await kube.OutputAsync("apply -n kept -f -", objects), StringComparison.Ordinal);
        Assert.Matches(@"NAME\s+REFERENCE\s+TARGETS\s+MINPODS\s+MAXPODS\s+REPLICAS\s+AGE\nweb\s+Deployment/web\s+cpu: <unknown>/70%\s+1\s+4\s+0", await kube.OutputAsync("get hpa -n kept"));
        Assert.Matches(@"NAME\s+HOSTNAMES\s+AGE\nweb\s+\[""web.example""\]", await kube.OutputAsync("get httproutes -n kept"));
        await kube.OutputAsync("wait -n kept ingress/web --for=jsonpath={.status.loadBalancer.ingress[0].ip}=127.77.240.1 --timeout=10s");
        await kube.OutputAsync("wait -n kept httproute/web --for=jsonpath={.status.parents[0].conditions[0].reason}=Accepted --timeout=10s");
        Assert.Matches(@"NAME\s+CLASS\s+HOSTS\s+ADDRESS\s+PORTS\s+AGE\nweb\s+<none>\s+\*\s+127\.77\.240\.1\s+80", await kube.OutputAsync("get ingress -n kept"));
        foreach (string what in (string[])["hpa web", "httproute web", "ingress web"])
        {
            Assert.Contains("kept", await kube.OutputAsync($"describe -n kept {what}"), StringComparison.Ordinal);
        }
    }

    [KubectlFact]
    public async Task Auth_CanIAndWhoAmI_Answered()
    {
        Assert.Equal("yes", (await kube.OutputAsync("auth can-i delete pods -n default")).Trim());
        Assert.Contains("sandbox-admin", await kube.OutputAsync("auth whoami"), StringComparison.Ordinal);
        Assert.Matches(@"\*\.\*\s+\[\]\s+\[\]\s+\[\*\]", await kube.OutputAsync("auth can-i --list -n default"));
    }

    [KubectlFact]
    public async Task Get_WrongToken_Unauthorized()
    {
        var (code, _, error) = await kube.RunAsync("get pods --token=wrong");
        Assert.Equal(1, code);
        Assert.Contains("Unauthorized", error, StringComparison.Ordinal);
    }

    private Task Namespace(string name) => kube.OutputAsync($"create namespace {name}");
}
