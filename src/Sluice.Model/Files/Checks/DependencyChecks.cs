using Sluice.Model.Files.Shapes;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Checks;

/// <summary>Services depend on services that are there, and in no circle.</summary>
internal static class DependencyChecks
{
    public static void Run(PipelineDraft draft, ReadContext context)
    {
        var known = draft.Services.Select(service => service.Name).ToList();
        foreach (var service in draft.Services)
        {
            var others = known.Where(name => name != service.Name).ToList();
            var seen = new HashSet<string>();
            foreach (var other in service.Value?.DependsOn ?? [])
            {
                if (!known.Contains(other.Value))
                {
                    var allowed = others.Count == 0 ? "no other service is there" : string.Join(", ", others);
                    context.Add(other.Node, other.Path, $"the service {other.Shown} is not in this file", allowed, ((YamlScalar)other.Node).Nearest(others));
                }
                else if (!seen.Add(other.Value))
                {
                    context.Add(other.Node, other.Path, $"the service {other.Shown} is there twice", "each service once");
                }
            }
        }

        FindCycle(draft, context);
    }

    private static void FindCycle(PipelineDraft draft, ReadContext context)
    {
        var dependencies = draft.Services.ToDictionary(service => service.Name, service => (service.Value?.DependsOn ?? []).Select(other => other.Value).ToList());
        if (ServiceOrder.FindCycle(dependencies) is not { } cycle)
        {
            return;
        }

        var first = draft.Services.Single(service => service.Name == cycle[0]);
        var edge = first.Value!.DependsOn.First(other => other.Value == cycle[1]);
        context.Add(edge.Node, edge.Path, $"the services depend on each other in a circle: {string.Join(" → ", cycle)}", "an order in which each service can start after the ones it needs");
    }
}
