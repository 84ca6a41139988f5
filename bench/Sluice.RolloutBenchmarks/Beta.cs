using System.Globalization;
using Sluice.DeployBenchmarks;

namespace Sluice.RolloutBenchmarks;

/// <summary>The sample application in beta, of which backend is rolled out in one way or another.</summary>
internal sealed class Beta(Place place)
{
    private const string Config = "k8s/base/backend/configmap.yaml";
    private const string Overlay = "k8s/overlays/beta/kustomization.yaml";

    private string _treatment = "backend: {strategy: canary}";
    private string _fault = "0";
    private int _pods = 3;
    private int _variant;
    private int _version;

    /// <summary>Where users of backend go.</summary>
    public async Task<Uri> AskedAsync() => new(await place.UrlAsync("backend", "beta"), "/api/benchmarks");

    /// <summary>Deploys it for the first time.</summary>
    public async Task DeployAsync()
    {
        place.Edit("sluice.yaml", "    gate: errors-and-latency\n    services:\n      frontend: {strategy: blueGreen}     # old", $"    gate: none\n    services:\n      {_treatment}\n      frontend: {{strategy: blueGreen}}     # old");
        place.Edit(
            "sluice.yaml",
            "strategies:\n",
            """
            strategies:
              half:
                canary:
                  steps: [{weight: 50, dwell: 0s}]
              five:
                canary:
                  warm: none
                  steps:
                    - {weight: 10, replicas: full, dwell: 0s}
                    - {weight: 25, replicas: full, dwell: 0s}
                    - {weight: 50, replicas: full, dwell: 0s}
                    - {weight: 75, replicas: full, dwell: 0s}
                    - {weight: 90, replicas: full, dwell: 0s}
              switched:
                blueGreen: {bake: 5s}

            """);
        place.Edit(
            "sluice.yaml",
            "gates:\n",
            """
            gates:
              watched:
                errors: http_requests_total
                evidence: {deadline: 90s, warmUp: 1s, slo: {errors: 1%}}

            """);

        // A number of pods that is known: nothing in the sandbox scales by load.
        place.Edit(Overlay, "  - ../../components/autoscaling\n", "");
        place.Edit(Overlay, "  - path: autoscaling.yaml\n", "");
        place.Edit(Overlay, "replicas:\n", $"replicas:\n{Count(_pods)}");
        // Room for ten pods and ten more.
        place.Edit("k8s/components/resource-limits/resourcequota.yaml", "pods: \"24\"", "pods: \"60\"");
        place.Edit("k8s/components/resource-limits/resourcequota.yaml", "limits.cpu: \"14\"", "limits.cpu: \"60\"");
        place.Edit("k8s/components/resource-limits/resourcequota.yaml", "limits.memory: 6Gi", "limits.memory: 20Gi");
        place.Configure("backend", "VARIANT", "0");
        place.Configure("backend", "FAULT_ERROR_RATE", _fault);
        await RunAsync(0, "DeployBeta");
    }

    /// <summary>How backend is rolled out from now on.</summary>
    public void Treat(string strategy, string router, string gate)
    {
        var next = $"backend: {{strategy: {strategy}, router: {router}, gate: {gate}}}";
        place.Edit("sluice.yaml", _treatment, next);
        _treatment = next;
    }

    /// <summary>Makes a new revision of backend.</summary>
    public void Change()
    {
        var next = _variant + 1;
        place.Edit(Config, Line("VARIANT", _variant), Line("VARIANT", next));
        _variant = next;
    }

    /// <summary>Part of backend's answers that are errors.</summary>
    public void Fail(double share)
    {
        var next = share.ToString(CultureInfo.InvariantCulture);
        place.Edit(Config, Line("FAULT_ERROR_RATE", _fault), Line("FAULT_ERROR_RATE", next));
        _fault = next;
    }

    /// <summary>How many pods backend has.</summary>
    public void Scale(int pods)
    {
        place.Edit(Overlay, Count(_pods), Count(pods));
        _pods = pods;
    }

    /// <summary>Runs a target.</summary>
    public Task RunAsync(int exitCode, params string[] arguments) => RunAsync(exitCode, _ => { }, arguments);

    /// <summary>Runs a target, and tells each line at once.</summary>
    public async Task RunAsync(int exitCode, Action<string> heard, params string[] arguments)
    {
        if (arguments is ["DeployBeta"])
        {
            // A version is a commit.
            (await place.RunAsync("git", "commit", "--quiet", "--allow-empty", "--all", "--message", "next")).Expect(0);
            arguments = ["DeployBeta", "--release-version", string.Create(CultureInfo.InvariantCulture, $"1.0.0-beta{++_version}")];
        }

        (await place.BuildAsync(heard, arguments)).Expect(exitCode);
    }

    private static string Count(int pods) => string.Create(CultureInfo.InvariantCulture, $"  - name: backend\n    count: {pods}\n");

    private static string Line(string variable, object value) => string.Create(CultureInfo.InvariantCulture, $"  {variable}: \"{value}\"\n");
}
