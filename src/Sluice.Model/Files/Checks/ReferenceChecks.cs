using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;
using Sluice.Model.Input;
using Sluice.Model.Policies;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Checks;

/// <summary>Whoever is named is there: strategies, gates, policies, services of environments.</summary>
internal static class ReferenceChecks
{
    public static void Run(PipelineDraft draft, ReadContext context)
    {
        IReadOnlyList<string> strategies = [.. draft.KnownStrategies().Keys];
        IReadOnlyList<string> gates = [.. draft.Gates.Select(gate => gate.Name), NoGate.Keyword];
        IReadOnlyList<string> policies = [.. draft.Policies.Select(policy => policy.Name).Append(PolicyDefaults.Name).Distinct()];
        foreach (var gate in draft.Strategies.SelectMany(strategy => strategy.Value?.Steps ?? []).Select(step => step.Gate))
        {
            Check("gate", gate, gates, context);
        }

        foreach (var environment in draft.Environments)
        {
            if (environment.Value is not { } own)
            {
                continue;
            }

            Check("policy", own.Policy, policies, context);
            foreach (var choices in own.Services.Select(service => service.Value?.Choices).Append(own.Choices))
            {
                Check("strategy", choices?.Strategy, strategies, context);
                Check("gate", choices?.Gate, gates, context);
            }

            CheckServices(environment.Name, own, draft, context);
        }
    }

    private static void Check(string what, Located<string>? name, IReadOnlyList<string> known, ReadContext context)
    {
        if (name is not null && !known.Contains(name.Value))
        {
            context.Add(name.Node, name.Path, $"the {what} {name.Shown} is not in this file", string.Join(", ", known), ((YamlScalar)name.Node).Nearest(known));
        }
    }

    private static void CheckServices(string environment, EnvironmentDraft own, PipelineDraft draft, ReadContext context)
    {
        var known = draft.Services.Select(service => service.Name).ToList();
        foreach (var service in own.Services.Where(service => !known.Contains(service.Name)))
        {
            context.Add(service.Key, $"environments.{environment}.services.{service.Name}", $"the service {service.Key.Quote()} is not in this file", string.Join(", ", known), NearestName.Of(service.Name, known));
        }
    }
}
