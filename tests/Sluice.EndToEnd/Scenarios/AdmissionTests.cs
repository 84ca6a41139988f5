using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Scenarios;

/// <summary>Who may go live: approvals, freezes and holds stop a release with exit 7 and its reason, and nothing is changed.</summary>
[Collection(StageScenarios.Name)]
public sealed class AdmissionTests(DeployedStage stage)
{
    private const string Page = "samples/pcbench/frontend/wwwroot/index.html";

    [Fact]
    public async Task Freeze_KeepsReleasesOutAndLetsRollbacksGo_UntilItIsEnded()
    {
        var workspace = await stage.ReadyForChangeAsync();
        workspace.Edit(Page, "<h1>PcBench</h1>", "<h1>PcBench before the audit</h1>");
        (await workspace.RunAsync("DeployStage")).Expect(0);

        (await workspace.RunAsync("Freeze", "--environment", "stage")).Expect(2).Says("wants a reason");
        (await workspace.RunAsync("Freeze", "--environment", "stage", "--reason", "audit", "--until", "2h")).Expect(0).Says("stage is frozen until");
        workspace.Edit(Page, "before the audit", "during the audit");
        (await workspace.RunAsync("DeployStage")).Expect(7).SaysLike("stage is frozen until .*: audit").Says("Nothing was changed").Says("Unfreeze --environment stage");
        (await workspace.RunAsync("Status")).Expect(0).SaysLike("Frozen until .* by .*: audit");
        (await workspace.RunAsync("RollbackStage")).Expect(0);

        (await workspace.RunAsync("Unfreeze", "--environment", "stage")).Expect(0).Says("stage takes releases again");
        (await workspace.RunAsync("DeployStage")).Expect(0);
    }

    [Fact]
    public async Task Approvals_AreForExactlyTheseBytes()
    {
        var workspace = await stage.ReadyForChangeAsync();
        workspace.Edit("sluice.yaml", "    readyDeadline: 120s", "    approvals: {required: 1, excludeAuthor: false}\n    readyDeadline: 120s");
        workspace.Edit(Page, "<h1>PcBench</h1>", "<h1>PcBench waits</h1>");
        (await workspace.RunAsync("Approve", "--environment", "stage")).Expect(2).Says("No release waits for approval in stage");

        (await workspace.RunAsync("DeployStage")).Expect(7).Says("0 of 1 approvals for stage").Says("Next: ./build.sh Approve --environment stage");
        (await workspace.RunAsync("Status")).Expect(0).Says("Waits for approval: ");
        (await workspace.RunAsync("Approve", "--environment", "stage", "--reason", "looked at it")).Expect(0).Says("1 of 1 approvals").Says("looked at it");
        (await workspace.RunAsync("DeployStage")).Expect(0);

        workspace.Edit(Page, "PcBench waits", "PcBench slips in");
        (await workspace.RunAsync("DeployStage")).Expect(7).Says("0 of 1 approvals for stage");
    }

    [Fact]
    public async Task ReleaseThatWasRolledBack_IsOnHoldUntilSomebodyLiftsIt()
    {
        var workspace = await stage.ReadyForChangeAsync();
        workspace.Edit("sluice.yaml", "    readyDeadline: 120s", "    holds: true\n    readyDeadline: 120s");
        workspace.Edit(Page, "<h1>PcBench</h1>", "<h1>PcBench with a flaw</h1>");
        (await workspace.RunAsync("DeployStage")).Expect(0);

        (await workspace.RunAsync("RollbackStage")).Expect(0).Says("is on hold in stage now");
        (await workspace.RunAsync("DeployStage")).Expect(7).Says("were rolled back").Says("LiftHold --environment stage");
        (await workspace.RunAsync("LiftHold", "--environment", "stage")).Expect(2).Says("wants a reason");
        (await workspace.RunAsync("LiftHold", "--environment", "stage", "--reason", "it was the database")).Expect(0).Says("may go to stage again");
        (await workspace.RunAsync("DeployStage")).Expect(0);
    }
}
