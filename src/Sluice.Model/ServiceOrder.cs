namespace Sluice.Model;

/// <summary>In which order services are deployed.</summary>
public static class ServiceOrder
{
    /// <summary>
    /// Groups of services: the first needs nobody, each later one needs only earlier groups. Services of one group go
    /// together; inside a group they keep the order of the file.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<ServiceDefinition>> Levels(Pipeline pipeline)
    {
        var levels = new List<IReadOnlyList<ServiceDefinition>>();
        var placed = new HashSet<string>();
        var waiting = pipeline.Services.ToList();
        while (waiting.Count > 0)
        {
            var ready = waiting.Where(service => service.DependsOn.All(placed.Contains)).ToList();
            if (ready.Count == 0)
            {
                throw new ArgumentException("The services depend on each other in a circle; PipelineFile refuses such a file.", nameof(pipeline));
            }

            levels.Add(ready);
            placed.UnionWith(ready.Select(service => service.Name));
            waiting.RemoveAll(ready.Contains);
        }

        return levels;
    }

    /// <summary>A circle of names that ends with the name it starts with, or <see langword="null"/>. Unknown names are passed over.</summary>
    internal static IReadOnlyList<string>? FindCycle(IReadOnlyDictionary<string, List<string>> dependencies)
    {
        var done = new HashSet<string>();
        var path = new List<string>();
        return dependencies.Keys.Select(name => Walk(name)).FirstOrDefault(cycle => cycle is not null);

        List<string>? Walk(string name)
        {
            var start = path.IndexOf(name);
            if (start >= 0)
            {
                return [.. path.Skip(start), name];
            }

            if (done.Contains(name) || !dependencies.TryGetValue(name, out var others))
            {
                return null;
            }

            path.Add(name);
            var cycle = others.Select(Walk).FirstOrDefault(found => found is not null);
            path.RemoveAt(path.Count - 1);
            done.Add(name);
            return cycle;
        }
    }
}
