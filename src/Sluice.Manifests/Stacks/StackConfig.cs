namespace Sluice.Manifests.Stacks;

/// <summary>Config that goes when a stack goes. Pure.</summary>
public static class StackConfig
{
    /// <summary>What only the leaving stack reads: stacks of the same content share their config.</summary>
    public static IReadOnlyList<ManifestObject> OnlyIn(ServiceStack leaving, IEnumerable<ServiceStack> staying)
    {
        var kept = staying.SelectMany(stack => stack.Config).Select(Key).ToHashSet();
        return [.. leaving.Config.Where(item => !kept.Contains(Key(item)))];
    }

    private static (string Kind, string Namespace, string Name) Key(ManifestObject item) => (item.Kind, item.Namespace, item.Name);
}
