namespace Sluice.Rollouts.Metrics;

/// <summary>Restarts between two looks at the same pods: a crash-looping candidate takes its error counters with it.</summary>
/// <param name="Restarts">Processes that ended and were started again.</param>
/// <param name="OutOfMemory">Containers among them that were ended for using too much memory.</param>
public readonly record struct RestartSignal(int Restarts, int OutOfMemory)
{
    /// <summary>What happened from one look to the next. Pods that are new bring their own restarts; pods that are gone take none back.</summary>
    public static RestartSignal Between(IReadOnlyList<PodFacts> before, IReadOnlyList<PodFacts> after)
    {
        var known = before
            .SelectMany(pod => pod.Containers.Select(container => (pod.Uid, Container: container)))
            .ToDictionary(entry => (entry.Uid, entry.Container.Name), entry => entry.Container.Restarts);
        var (restarts, outOfMemory) = (0, 0);
        foreach (var pod in after)
        {
            foreach (var container in pod.Containers)
            {
                var more = container.Restarts - known.GetValueOrDefault((pod.Uid, container.Name));
                if (more > 0)
                {
                    restarts += more;
                    outOfMemory += container.OutOfMemory ? 1 : 0;
                }
            }
        }

        return new RestartSignal(restarts, outOfMemory);
    }
}
