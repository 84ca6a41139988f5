using Sluice.Rollouts.Ledger;

namespace Sluice.EndToEnd.Harness;

/// <summary>
/// A workspace with its stage deployed, shared because a first deploy takes its time. Every scenario begins with
/// <see cref="ReadyAsync"/> and so depends on no other one.
/// </summary>
public sealed class DeployedStage : IAsyncLifetime
{
    private Workspace? _workspace;
    private bool _isTouched;

    /// <summary>The first deploy of this workspace.</summary>
    internal BuildResult FirstDeploy { get; private set; } = null!;

    /// <summary>The ledger right after it.</summary>
    internal IReadOnlyList<LedgerEntry> FirstLedger { get; private set; } = [];

    /// <summary>The workspace with unchanged sources, deployed.</summary>
    internal async Task<Workspace> ReadyAsync()
    {
        FirstDeploy.Expect(0);
        if (_isTouched)
        {
            await _workspace!.RestoreAsync();
            (await _workspace.RunAsync("DeployStage")).Expect(0);
            _isTouched = false;
        }

        return _workspace!;
    }

    /// <summary>The same for a scenario that changes something.</summary>
    internal async Task<Workspace> ReadyForChangeAsync()
    {
        var workspace = await ReadyAsync();
        _isTouched = true;
        return workspace;
    }

    public async Task InitializeAsync()
    {
        _workspace = await Workspace.CreateAsync();
        FirstDeploy = await _workspace.RunAsync("DeployStage");
        if (FirstDeploy.ExitCode == 0)
        {
            using var cluster = await StageCluster.OpenAsync(_workspace);
            FirstLedger = await cluster.LedgerAsync();
        }
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
public sealed class StageScenarios : ICollectionFixture<DeployedStage>
{
    public const string Name = "stage";
}
