namespace Sluice.EndToEnd.Harness;

/// <summary>
/// A workspace with its beta deployed: backend by a canary of seconds, frontend by blue-green, ml-service in place. Every scenario begins with
/// <see cref="ReadyAsync"/> and so depends on no other one.
/// </summary>
public sealed class DeployedBeta : IAsyncLifetime
{
    private const string Base = "base";
    private const string Frontend = "      frontend: {strategy: switched}\n";
    private const string InPlace = "      ml-service: {strategy: rolling}\n";

    private Workspace? _workspace;
    private bool _isTouched;
    private int _version;

    /// <summary>The first deploy of this workspace.</summary>
    internal BuildResult FirstDeploy { get; private set; } = null!;

    /// <summary>The workspace with unchanged sources, deployed.</summary>
    /// <param name="forProd">Whether the commit that beta runs stays checked out, as prod takes no other; it takes some seconds more.</param>
    internal async Task<Workspace> ReadyAsync(bool forProd = false)
    {
        FirstDeploy.Expect(0);
        if (_isTouched)
        {
            await _workspace!.ResetAsync(Base);
            await _workspace.RunAsync("LiftHold", "--environment", "beta", "--reason", "next scenario");
            if (forProd)
            {
                (await DeployAsync()).Expect(0);
            }
            else
            {
                await DeployAtOnceAsync();
                await _workspace.ResetAsync(Base);
            }
        }

        _isTouched = true;
        return _workspace!;
    }

    /// <summary>Commits what was edited and deploys it as the next version.</summary>
    internal async Task<BuildResult> DeployAsync()
    {
        using var build = await StartAsync();
        return await build.EndAsync();
    }

    /// <summary>The same, without waiting for its end.</summary>
    internal async Task<RunningBuild> StartAsync()
    {
        await _workspace!.CommitAsync($"version {++_version}");
        return _workspace.Start("DeployBeta", "--release-version", Version);
    }

    /// <summary>Deploys the same version again.</summary>
    internal Task<BuildResult> DeployAgainAsync() => _workspace!.RunAsync("DeployBeta", "--release-version", Version);

    /// <summary>The final version of what was deployed last.</summary>
    internal string Final => $"1.{_version}.0";

    private string Version => $"{Final}-beta1";

    /// <summary>Deploys without the time that steps take otherwise: nobody looks.</summary>
    private async Task DeployAtOnceAsync()
    {
        foreach (var time in new[] { "weight: 25, dwell: 2s", "weight: 50, dwell: 4s", "bake: 2s" })
        {
            _workspace!.Edit("sluice.yaml", time, $"{time[..^2]}0s");
        }

        (await DeployAsync()).Expect(0);
    }

    /// <summary>Has a gate look at every step.</summary>
    internal static void Watch(Workspace workspace) => workspace.Edit("sluice.yaml", "    gate: none # beta", "    gate: watched");

    /// <summary>Has a service go live otherwise than the environment says.</summary>
    /// <param name="workspace">Where it is written down.</param>
    /// <param name="service">backend or frontend.</param>
    /// <param name="how">In YAML: <c>{strategy: other}</c>.</param>
    /// <param name="strategies">Further strategies, in YAML, by name.</param>
    internal static void Place(Workspace workspace, string service, string how, params (string Name, string Strategy)[] strategies)
    {
        workspace.Edit("sluice.yaml", Frontend + InPlace, $"{(service == "frontend" ? "" : Frontend)}      {service}: {how}\n{InPlace}");
        workspace.Edit("sluice.yaml", "strategies:\n", $"strategies:\n{string.Concat(strategies.Select(one => $"  {one.Name}: {one.Strategy}\n"))}");
    }

    public async Task InitializeAsync()
    {
        _workspace = await Workspace.CreateAsync();
        _workspace.Edit(
            "sluice.yaml",
            """
                strategy: canary                      # the built-in one: 5, 25, 50 percent, then everything
                gate: errors-and-latency
                services:
                  frontend: {strategy: blueGreen}     # old pages must not fetch their assets from new pods
            """,
            """
                strategy: quick
                gate: none # beta
                services:
                  frontend: {strategy: switched}
                  ml-service: {strategy: rolling}
            """);
        _workspace.Edit("sluice.yaml", "    strategy: careful\n    gate: errors-and-latency\n", "    strategy: quick\n    gate: none\n");
        _workspace.Edit("sluice.yaml", "    services:\n      frontend: {strategy: blueGreen}\n    onInconclusive", "    services:\n      frontend: {strategy: switched}\n    onInconclusive");
        _workspace.Edit("sluice.yaml", "      required: 1\n", "      required: 1\n      excludeAuthor: false\n");
        _workspace.Edit(
            "sluice.yaml",
            "strategies:\n",
            """
            strategies:
              quick:
                canary:
                  steps:
                    - {weight: 25, dwell: 2s}
                    - {weight: 50, dwell: 4s}
              switched:
                blueGreen: {bake: 2s}

            """);
        _workspace.Edit(
            "sluice.yaml",
            "gates:\n",
            """
            gates:
              watched:
                errors: http_requests_total
                evidence: {deadline: 90s, warmUp: 1s, slo: {errors: 5%}}

            """);

        // Ways in for any host, since requests here name none.
        _workspace.Edit("k8s/overlays/beta/ingress.yaml", "- op: add\n  path: /spec/rules/0/host\n  value: beta.pcbench.example.com\n", "");
        _workspace.Edit("k8s/overlays/beta/kustomization.yaml", "  - target:\n      kind: HTTPRoute\n    patch: |\n      - op: add\n        path: /spec/hostnames/-\n        value: beta.pcbench.example.com\n", "");
        await _workspace.CommitAsync("a beta of seconds");
        await _workspace.TagAsync(Base);
        FirstDeploy = await DeployAsync();
    }

    public async Task DisposeAsync()
    {
        if (_workspace is not null)
        {
            await _workspace.DisposeAsync();
        }
    }
}

/// <summary>Scenarios in the shared workspace, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class BetaScenarios : ICollectionFixture<DeployedBeta>
{
    public const string Name = "beta";
}
