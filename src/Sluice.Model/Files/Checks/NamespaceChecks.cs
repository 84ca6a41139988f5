using Sluice.Model.Files.Shapes;

namespace Sluice.Model.Files.Checks;

/// <summary>No namespace of a cluster belongs to two environments: each would prune what the other deployed.</summary>
internal static class NamespaceChecks
{
    public static void Run(PipelineDraft draft, ReadContext context)
    {
        var owners = new Dictionary<(ClusterDefinition, string), string>();
        foreach (var environment in draft.Environments)
        {
            if (environment.Value is not { Cluster: { } cluster } own)
            {
                continue;
            }

            var places = draft.Services.Select(service => own.NamespaceOf(service.Name, service.Value)).Prepend(own.Namespace).OfType<Located<string>>();
            foreach (var place in places.DistinctBy(place => place.Value))
            {
                if (!owners.TryAdd((cluster.Value, place.Value), environment.Name) && owners[(cluster.Value, place.Value)] is var other && other != environment.Name)
                {
                    context.Add(place.Node, place.Path, $"the namespace {place.Shown} belongs to the environment '{other}' in the same cluster", "a namespace of its own for each environment of a cluster");
                }
            }
        }
    }
}
