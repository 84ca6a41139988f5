using Sluice.Model.Files.Shapes;
using Sluice.Model.Input;

namespace Sluice.Model.Files;

/// <summary>Checks across the file: what no single key can tell.</summary>
internal static class PipelineChecks
{
    public static void Run(PipelineDraft draft, ReadContext context)
    {
        CheckDependencies(draft, context);
        CheckCycles(draft, context);
        CheckNamespaces(draft, context);
    }

    private static void CheckDependencies(PipelineDraft draft, ReadContext context)
    {
        var known = draft.Services.Select(service => service.Name).ToList();
        foreach (var service in draft.Services)
        {
            var others = known.Where(name => name != service.Name).ToList();
            var seen = new HashSet<string>();
            foreach (var other in service.Value.DependsOn)
            {
                if (!known.Contains(other.Value))
                {
                    context.Add(other.Node, other.Path, $"the service '{other.Value}' is not in this file", Words(others), NearestName.Of(other.Value, others));
                }
                else if (!seen.Add(other.Value))
                {
                    context.Add(other.Node, other.Path, $"the service '{other.Value}' is there twice", "each service once");
                }
            }
        }
    }

    private static void CheckCycles(PipelineDraft draft, ReadContext context)
    {
        var dependencies = draft.Services.ToDictionary(service => service.Name, service => service.Value.DependsOn.Select(other => other.Value).ToList());
        if (ServiceOrder.FindCycle(dependencies) is not { } cycle)
        {
            return;
        }

        var first = draft.Services.Single(service => service.Name == cycle[0]);
        var edge = first.Value.DependsOn.First(other => other.Value == cycle[1]);
        context.Add(edge.Node, edge.Path, $"the services depend on each other in a circle: {string.Join(" → ", cycle)}", "an order in which each service can start after the ones it needs");
    }

    private static void CheckNamespaces(PipelineDraft draft, ReadContext context)
    {
        var taken = new Dictionary<(ClusterDefinition, string), string>();
        foreach (var environment in draft.Environments)
        {
            if (environment.Value is not { Cluster: { } cluster, Namespace: { } place })
            {
                continue;
            }

            if (!taken.TryAdd((cluster, place.Value), environment.Name))
            {
                var other = taken[(cluster, place.Value)];
                context.Add(place.Node, place.Path, $"the namespace '{place.Value}' belongs to the environment '{other}' in the same cluster", "a namespace of its own for each environment of a cluster");
            }
        }
    }

    private static string Words(List<string> names) => names.Count == 0 ? "no other service is there" : string.Join(", ", names);
}
