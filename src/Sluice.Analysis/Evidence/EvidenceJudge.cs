using Sluice.Analysis.State;
using Sluice.Model.Gates;

namespace Sluice.Analysis.Evidence;

/// <summary>The sequential test of candidate against stable: one may look after every sample and stop at any time.</summary>
internal sealed class EvidenceJudge(EvidenceGate definition, GateContext context) : IGate
{
    private EvidenceRun _run = new(new EvidenceSettings(definition, context));

    public string Name => definition.Name;

    public Answer Observe(in GateSample sample) => _run.Observe(sample);

    public Verdict Explain() => EvidenceVerdict.Of(_run);

    public byte[] Save() => SavedState.Write(_run.Settings.Fingerprint, state =>
    {
        ContextState.Visit(state, _run.Settings.Context);
        _run.Visit(state);
    });

    public string? Restore(ReadOnlySpan<byte> saved)
    {
        var restored = _run;
        var problem = SavedState.Read(saved, _run.Settings.Fingerprint, state =>
        {
            restored = new EvidenceRun(new EvidenceSettings(definition, ContextState.Visit(state, context)));
            restored.Visit(state);
        });
        if (problem is null)
        {
            _run = restored;
        }

        return problem;
    }
}
