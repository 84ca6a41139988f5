using Sluice.Model.Gates;

namespace Sluice.GateBenchmarks.Judging;

/// <summary>The columns of the tables.</summary>
internal static class Judges
{
    /// <summary>
    /// Null: the candidate is not worse at all. Clusters as estimated from history, bets on blocks of 20 s: whoever's errors cluster
    /// over more than about ten seconds stays with the 30 s that a gate has by default.
    /// </summary>
    public static JudgeKind Gate { get; } = Of("this gate (κ̂)", new EvidenceGate("gate") { Delta = 0, BlockSeconds = 20 });

    /// <summary>As it stands where sluice.yaml says nothing: a tenth of a percent more errors is not worse, blocks of 30 s.</summary>
    public static JudgeKind GateByDefault { get; } = Of("this gate by default (κ̂, δ = 0.1 pp, blocks of 30 s)", new EvidenceGate("gate"));

    /// <summary>For requests known to fail independently.</summary>
    public static JudgeKind GateIndependent { get; } = Of("this gate, κ = 1", new EvidenceGate("gate") { Delta = 0, BlockSeconds = 20, Kappa = 1 });

    public static JudgeKind Argo { get; } = new("Argo Rollouts, failureLimit 0, success < 99 % per minute", (_, _, _) => new ArgoJudge(failureLimit: 0));

    public static JudgeKind Flagger { get; } = new("Flagger tutorial, threshold 5", (scenario, _, weights) => new FlaggerJudge(scenario, weights));

    public static JudgeKind Kayenta { get; } =
        new("Kayenta's judge every 5 min", (scenario, _, weights) => new KayentaStage(scenario, isRamp: weights.Count > 1));

    /// <summary>In the order of the columns; ours first.</summary>
    public static IReadOnlyList<JudgeKind> All { get; } = [Gate, GateByDefault, Argo, Flagger, Kayenta];

    public static IReadOnlyList<JudgeKind> Ours { get; } = [Gate, GateByDefault];

    private static JudgeKind Of(string name, EvidenceGate definition) =>
        new(name, (scenario, history, weights) => new SluiceJudge(definition, scenario, history, weights));
}
