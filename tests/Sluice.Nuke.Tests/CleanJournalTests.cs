using Sluice.Model.Environments;
using Sluice.Model.Redaction;
using Sluice.Nuke.Hosting.Output;
using Sluice.Rollouts;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;
using Sluice.Rollouts.Ports;

namespace Sluice.Nuke.Tests;

/// <summary>What a rollout keeps, and what people write to it, holds no secrets.</summary>
public sealed class CleanJournalTests : IRolloutJournal, ISignalBox
{
    private const string Secret = "pass&word<7>";

    private readonly Redactor _redactor = new();
    private readonly List<string> _written = [];

    public CleanJournalTests() => _redactor.Add(Secret);

    [Fact]
    public async Task Write_OfAReasonAndAnIntentThatQuoteASecret_HoldsTheMask()
    {
        var plan = new RolloutPlan([new ServicePlan("backend", 0, TrafficRouter.Service, 1, [new StepPlan(StepKind.Weight) { Weight = 100 }])], RegressionAction.Rollback, InconclusiveAction.Pause, TimeSpan.FromMinutes(1));
        var state = RolloutState.Begin(plan, default) with { Reason = new RolloutReason(ReasonKind.SmokeFailed, "backend", $"said {Secret}") };
        var record = new RolloutRecord(1, new Release("1.0.0", "", "robin", [], ""), RolloutStage.Driving, state, [], default) { Intent = [$"do {Secret}"] };

        await new CleanJournal(this, _redactor.Clean).WriteAsync(record, default);

        Assert.Equal(["said ***", "do ***"], _written);
    }

    [Fact]
    public async Task Append_OfALineThatQuotesASecret_HoldsTheMask()
    {
        await new CleanJournal(this, _redactor.Clean).AppendAsync(1, [new JournalLine(default, $"log: {Secret}")], default);

        Assert.Equal(["log: ***"], _written);
    }

    [Fact]
    public async Task Post_OfACommentThatQuotesASecret_HoldsTheMask()
    {
        await new CleanSignals(this, _redactor.Clean).PostAsync(new PersonSignal("a", 1, RolloutSignal.Abort, "robin", default, $"leaks {Secret}"), default);

        Assert.Equal(["leaks ***"], _written);
    }

    Task<ClusterProblem?> IRolloutJournal.WriteAsync(RolloutRecord record, CancellationToken cancellationToken) => Keep([record.State.Reason!.Text, .. record.Intent]);

    Task<ClusterProblem?> IRolloutJournal.AppendAsync(int rollout, IReadOnlyList<JournalLine> lines, CancellationToken cancellationToken) => Keep([.. lines.Select(line => line.Text)]);

    Task<ClusterProblem?> ISignalBox.PostAsync(PersonSignal signal, CancellationToken cancellationToken) => Keep([signal.Comment]);

    Task<ClusterResult<IReadOnlyList<RolloutRecord>>> IRolloutJournal.NewestAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<ClusterResult<IReadOnlyList<JournalLine>>> IRolloutJournal.LinesAsync(int rollout, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<ClusterProblem?> IRolloutJournal.KeepGateAsync(int rollout, string service, byte[] learnt, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<ClusterResult<IReadOnlyDictionary<string, byte[]>>> IRolloutJournal.GatesAsync(int rollout, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<ClusterResult<IReadOnlyList<PersonSignal>>> ISignalBox.ReadAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<ClusterProblem?> ISignalBox.TakeAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => throw new NotSupportedException();

    private Task<ClusterProblem?> Keep(IReadOnlyList<string> texts)
    {
        _written.AddRange(texts);
        return Task.FromResult<ClusterProblem?>(null);
    }
}
