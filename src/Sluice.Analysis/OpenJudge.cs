using Sluice.Model.Gates;

namespace Sluice.Analysis;

/// <summary>No gate: every step may be left at once. It looks at nothing and says so.</summary>
internal sealed class OpenJudge : IGate
{
    public string Name => NoGate.Keyword;

    public Answer Observe(in GateSample sample) => new(Decision.Pass);

    public Verdict Explain() => new(Decision.Pass, "no gate is asked for here") { Gate = Name };

    public byte[] Save() => [];

    public string? Restore(ReadOnlySpan<byte> saved) => saved.IsEmpty ? null : "it was saved by a gate with other settings";
}
