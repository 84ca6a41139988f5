using Sluice.Model.Redaction;
using Sluice.Nuke.Hosting.Output;
using Sluice.Rollouts;
using Sluice.Rollouts.Evidence;
using Sluice.Rollouts.Ledger;
using Sluice.Rollouts.Ports;

namespace Sluice.Nuke.Tests;

/// <summary>What a service prints of its secrets is in nothing that is kept.</summary>
public sealed class CleanPortsTests : IEvidenceSource, ILedger
{
    private const string Secret = "pass&word<7>";

    private readonly Redactor _redactor = new();
    private LedgerEntry? _written;

    public CleanPortsTests() => _redactor.Add(Secret);

    [Fact]
    public async Task Evidence_OfALogThatPrintsASecret_HoldsTheMask()
    {
        var bundle = await new CleanEvidence(this, _redactor.Clean).CollectAsync(new EvidenceRequest("stage", [], []), default);

        Assert.Equal("login with *** failed", bundle!.Files[0].Text);
    }

    [Fact]
    public async Task Ledger_OfAReasonThatQuotesASecret_HoldsTheMask()
    {
        var ledger = new CleanLedger(this, _redactor.Clean);
        var entry = new LedgerEntry(1, "1.0.0", "", "robin", default, default, LedgerOutcome.Failed, $"said {Secret}", "hash", []);

        await ledger.AppendAsync(entry, default);
        Assert.Equal("said ***", _written!.Reason);
        _written = null;
        await ledger.ReplaceAsync(entry, default);
        Assert.Equal("said ***", _written!.Reason);
    }

    Task<EvidenceBundle?> IEvidenceSource.CollectAsync(EvidenceRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<EvidenceBundle?>(new EvidenceBundle([new EvidenceFile("backend.log", $"login with {Secret} failed")]));

    Task<ClusterResult<IReadOnlyList<LedgerEntry>>> ILedger.ReadAsync(CancellationToken cancellationToken) =>
        Task.FromResult(ClusterResult<IReadOnlyList<LedgerEntry>>.Ok([]));

    Task<ClusterResult<LedgerEntry>> ILedger.AppendAsync(LedgerEntry entry, CancellationToken cancellationToken) => Keep(entry);

    Task<ClusterResult<LedgerEntry>> ILedger.ReplaceAsync(LedgerEntry entry, CancellationToken cancellationToken) => Keep(entry);

    private Task<ClusterResult<LedgerEntry>> Keep(LedgerEntry entry)
    {
        _written = entry;
        return Task.FromResult(ClusterResult<LedgerEntry>.Ok(entry));
    }
}
