using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;
using Sluice.Model.Strategies;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Checks;

/// <summary>For every service of every environment: its strategy, gate and router work together.</summary>
internal static class PlacementChecks
{
    public static void Run(PipelineDraft draft, ReadContext context)
    {
        foreach (var environment in draft.Environments.Where(environment => environment.Value is not null))
        {
            var check = new PlacementCheck(environment.Name, environment.Value!, draft, context);
            foreach (var service in draft.Services)
            {
                check.Run(service.Name);
            }
        }
    }
}

/// <summary>The checks for the services of one environment; what is wrong for several of them is said once.</summary>
internal sealed class PlacementCheck(string environment, EnvironmentDraft draft, PipelineDraft pipeline, ReadContext context)
{
    private const string GateAllowed = "gate: the name of a gate of this file, or none if nobody is to judge";
    private readonly IReadOnlyDictionary<string, StrategyDraft?> _strategies = pipeline.KnownStrategies();
    private readonly HashSet<(YamlNode, string)> _said = [];

    public void Run(string service)
    {
        var choices = draft.ChoicesFor(service);
        // Without a name it is rolling; an unknown name is reported elsewhere.
        if (!_strategies.TryGetValue(choices.Strategy?.Value ?? StrategyDefaults.Rolling, out var strategy) || strategy is null)
        {
            return;
        }

        if (choices.Strategy is not null && choices.Router is { } router && Routers.Objection(router.Value, strategy.Definition) is { } objection)
        {
            Say(router.Node, router.Path, objection, "another router, or one for each service under services");
        }

        foreach (var (gate, weight) in Judgements(strategy, choices))
        {
            if (gate is null && choices.Strategy is { } name)
            {
                Say(name.Node, name.Path, $"the strategy {name.Shown} is to be judged, and no gate is named for {service} in {environment}", GateAllowed);
            }
            else if (gate is not null && gate.Value != NoGate.Keyword && pipeline.Gates.FirstOrDefault(known => known.Name == gate.Value)?.Value is { } known)
            {
                Check(gate, known, weight, strategy.Definition is RollingStrategy);
            }
        }
    }

    // Every look at the candidate: the gate it is left to, and how much of the traffic the candidate has then.
    private static IEnumerable<(Located<string>? Gate, int Weight)> Judgements(StrategyDraft strategy, ServiceChoices choices) => strategy.Definition switch
    {
        CanaryStrategy => strategy.Steps.Where(step => step.Step is WeightStep).Select(step => (step.Gate ?? choices.Gate, step.Weight?.Value ?? ((WeightStep)step.Step).Weight)),
        BlueGreenStrategy { Bake.Ticks: > 0 } => [(choices.Gate, 100)],
        // In place, nobody has to be named; whoever is has to judge on when the last old pod is gone.
        RollingStrategy when choices.Gate is not null => [(choices.Gate, 100)],
        _ => [],
    };

    private void Check(Located<string> gate, GateDefinition known, int weight, bool isInPlace)
    {
        if (isInPlace && known is EvidenceGate { Slo: null } comparing && comparing.Rho0 != 0)
        {
            Say(gate.Node, gate.Path, $"the gate {gate.Shown} compares with stable, and a rolling service has no stable pods when all are replaced, so it could take it back and never pass it", $"an objective in that gate (gates.{gate.Value}.evidence.slo: {{errors: 1%}}), a gate of another kind, or gate: none");
        }
        else if (weight >= 100 && known is EvidenceGate { Slo: null } evidence && evidence.Rho0 != 0)
        {
            Say(gate.Node, gate.Path, $"the gate {gate.Shown} compares with stable, and at all of the traffic no stable is left", "an objective (slo:) in that gate, a gate of another kind, or weights below 100");
        }

        if (known is PromQlGate && (known.Source ?? draft.Metrics) is not PrometheusSource)
        {
            Say(gate.Node, gate.Path, $"the gate {gate.Shown} asks queries, and its numbers come from the pods themselves", "source: {prometheus: …} in that gate, or metrics: {prometheus: …} in the environment");
        }
    }

    private void Say(YamlNode node, string path, string problem, string allowed)
    {
        if (_said.Add((node, problem)))
        {
            context.Add(node, path, problem, allowed);
        }
    }
}
