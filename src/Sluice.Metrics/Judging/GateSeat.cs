using System.Globalization;
using Sluice.Analysis;
using Sluice.Rollouts.Driver;
using Sluice.Rollouts.Machine;

namespace Sluice.Metrics.Judging;

/// <summary>A gate at its place in a rollout: shows it what came in, and puts what it says into the rollout's words.</summary>
/// <param name="gate">The gate.</param>
/// <param name="intake">Where it takes its numbers from.</param>
internal sealed class GateSeat(IGate gate, IIntake intake)
{
    /// <summary>Evidence of twice the size, as a power of ten, leaves no room for a person's second thought.</summary>
    private const double CertaintyFactor = 2;

    private Arms _totals;
    private double _stepRequests;
    private int? _index;

    public IIntake Intake => intake;

    /// <summary>What it has learnt.</summary>
    public LearntGate Save() =>
        new(gate.Name, gate.Save(), _totals.Candidate.Requests, _totals.Candidate.Bad, _totals.Baseline.Requests, _totals.Baseline.Bad, _stepRequests);

    /// <summary>Goes on from there; tells why it cannot, and then nothing has changed.</summary>
    public string? Restore(LearntGate learnt, int? index)
    {
        var problem = gate.Restore(learnt.State);
        if (problem is null)
        {
            _totals = new Arms(new Counts(learnt.CandidateRequests, learnt.CandidateBad), new Counts(learnt.StableRequests, learnt.StableBad));
            (_stepRequests, _index) = (learnt.StepRequests, index);
        }

        return problem;
    }

    /// <summary>Shows it a look.</summary>
    /// <param name="step">Number of the step in the rollout.</param>
    /// <param name="sample">When and where; without numbers.</param>
    /// <param name="intake">The numbers.</param>
    public (GateAnswer Answer, GateSight Sight) Judge(int step, GateSample sample, Intake intake)
    {
        if (_index != sample.Step)
        {
            (_index, _stepRequests) = (sample.Step, 0);
        }

        var answer = gate.Observe(sample with
        {
            Errors = intake.Errors,
            Latency = intake.Latency,
            Queries = intake.Queries,
            Settled = intake.IsSettled,
            SourceProblem = intake.Problem,
        });
        if (answer.Problem is null)
        {
            Count(intake);
        }

        var verdict = gate.Explain();
        var word = WordOf(answer.Decision, intake.Problem);
        var text = TextOf(word, verdict, intake, answer.Problem);
        var isCertain = word == GateWord.Rollback && verdict.LogEvidence >= CertaintyFactor * verdict.LogEvidenceBound;
        return (new GateAnswer(step, word, isCertain, $"{gate.Name}: {text}"), Sight(verdict, text));
    }

    /// <summary>What cannot be asked is neither a pass nor a silence of the candidate; what was found before stays found.</summary>
    private GateWord WordOf(Decision decision, string? problem) => decision switch
    {
        Decision.Rollback => GateWord.Rollback,
        Decision.Pass when problem is null && (_stepRequests > 0 || !Intake.CountsRequests) => GateWord.Pass,
        Decision.Inconclusive when problem is null => GateWord.Inconclusive,
        _ => GateWord.Continue,
    };

    private string TextOf(GateWord word, Verdict verdict, Intake intake, string? odd)
    {
        if (word != GateWord.Rollback && intake.Problem is { } problem)
        {
            return $"metrics source unreachable: {problem}";
        }

        if (odd is not null)
        {
            return $"what the metrics source gave makes no sense and was not counted: {odd}";
        }

        var reason = word == GateWord.Continue && verdict.Decision == Decision.Pass ? "no request of the candidate was counted in this step yet" : verdict.Reason;
        var totals = word is GateWord.Rollback or GateWord.Continue || _totals.Candidate.Requests <= 0 ? ""
            : string.Create(CultureInfo.InvariantCulture, $" (candidate {Share(_totals.Candidate)}, stable {Share(_totals.Baseline)})");
        var notes = string.Join("; ", verdict.Warnings.Append(intake.Note).Where(note => note.Length > 0 && !reason.Contains(note, StringComparison.Ordinal)));
        return reason + totals + (notes.Length > 0 ? $"; note: {notes}" : "");
    }

    private static string Share(Counts counts) => counts.Requests <= 0 ? "no requests"
        : string.Create(CultureInfo.InvariantCulture, $"{counts.Bad:0} of {counts.Requests:0} bad");

    private void Count(Intake intake)
    {
        // A gate that looks at durations only knows requests, and none that are bad.
        var arms = intake.Errors
            ?? (intake.Latency is { } latency ? new Arms(new Counts(latency.Candidate.Requests, 0), new Counts(latency.Baseline.Requests, 0)) : default);
        _totals = new Arms(_totals.Candidate + arms.Candidate, _totals.Baseline + arms.Baseline);
        _stepRequests += arms.Candidate.Requests;
    }

    private GateSight Sight(Verdict verdict, string text)
    {
        var promotions = verdict.Metrics.Select(metric => metric.LogPromotionEvidence).OfType<double>().ToList();
        return new GateSight(gate.Name, text)
        {
            ToPass = promotions.Count > 0 ? Part(promotions.Min(), verdict.LogPromotionBound) : null,
            ToRollback = Part(verdict.LogEvidence, verdict.LogEvidenceBound),
            CandidateRequests = _totals.Candidate.Requests,
            CandidateBad = _totals.Candidate.Bad,
            StableRequests = _totals.Baseline.Requests,
            StableBad = _totals.Baseline.Bad,
        };
    }

    private static double? Part(double? log, double? bound) => log / bound is { } part ? Math.Clamp(part, 0, 1) : null;
}
