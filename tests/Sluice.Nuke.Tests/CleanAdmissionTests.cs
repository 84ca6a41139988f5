using Sluice.Nuke.Hosting.Output;
using Sluice.Rollouts;
using Sluice.Rollouts.Admission;
using Sluice.Rollouts.Ports;

namespace Sluice.Nuke.Tests;

/// <summary>What people and pods say of secrets is not written beside who may go live.</summary>
public sealed class CleanAdmissionTests : IAdmissionStore
{
    private readonly List<string> _written = [];

    [Fact]
    public async Task Write_WordsThatQuoteASecret_HoldTheMask()
    {
        var admission = new CleanAdmission(this, text => text.Replace("hunter2", "***", StringComparison.Ordinal));

        await admission.DecideAsync(new ApprovalDecision("s", "1", DecisionWord.Rejected, ["robin"], default, "comment hunter2"), default);
        await admission.FreezeAsync(new Freeze("freeze hunter2", "robin", default, null), default);
        await admission.FreezeAsync(null, default);
        await admission.HoldAsync(new Hold("r", "1", 1, "hold hunter2", default), default);
        await admission.LiftAsync("r", new HoldLift("robin", default, "lift hunter2"), default);

        Assert.Equal(["comment ***", "freeze ***", "no freeze", "hold ***", "lift ***"], _written);
    }

    Task<ClusterResult<AdmissionBook>> IAdmissionStore.ReadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<ClusterProblem?> IAdmissionStore.RequestAsync(ApprovalRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<ClusterProblem?> IAdmissionStore.DecideAsync(ApprovalDecision decision, CancellationToken cancellationToken) => Keep(decision.Comment);

    Task<ClusterProblem?> IAdmissionStore.FreezeAsync(Freeze? freeze, CancellationToken cancellationToken) => Keep(freeze?.Reason ?? "no freeze");

    Task<ClusterProblem?> IAdmissionStore.HoldAsync(Hold hold, CancellationToken cancellationToken) => Keep(hold.Reason);

    Task<ClusterProblem?> IAdmissionStore.LiftAsync(string revisions, HoldLift lift, CancellationToken cancellationToken) => Keep(lift.Reason);

    private Task<ClusterProblem?> Keep(string text)
    {
        _written.Add(text);
        return Task.FromResult<ClusterProblem?>(null);
    }
}
