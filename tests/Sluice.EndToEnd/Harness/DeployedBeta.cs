namespace Sluice.EndToEnd.Harness;

/// <summary>
/// A workspace with its beta deployed: backend by a canary of seconds, frontend by blue-green. Every scenario begins with
/// <see cref="ReadyAsync"/> and so depends on no other one.
/// </summary>
public sealed class DeployedBeta : IAsyncLifetime
{
    private Workspace? _workspace;
    private bool _isTouched;

    /// <summary>The first deploy of this workspace.</summary>
    internal BuildResult FirstDeploy { get; private set; } = null!;

    /// <summary>The workspace with unchanged sources, deployed.</summary>
    internal async Task<Workspace> ReadyAsync()
    {
        FirstDeploy.Expect(0);
        if (_isTouched)
        {
            await _workspace!.RestoreAsync();
            await _workspace.RunAsync("LiftHold", "--environment", "beta", "--reason", "next scenario");
            (await _workspace.RunAsync("DeployBeta")).Expect(0);
        }

        _isTouched = true;
        return _workspace!;
    }

    /// <summary>Has a gate look at every step.</summary>
    internal static void Watch(Workspace workspace) => workspace.Edit("sluice.yaml", "    gate: none # beta", "    gate: watched");

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
            """);
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
        await _workspace.CommitAsync("a beta of seconds");
        FirstDeploy = await _workspace.RunAsync("DeployBeta");
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
