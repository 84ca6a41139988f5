namespace Sluice.Oci.Registry;

/// <summary>The rights that a token is asked for, in one fixed form, so that equal rights have an equal name.</summary>
internal static class AuthScope
{
    /// <summary>The rights that a request needs: on its repository, and to read the one that a blob is mounted from.</summary>
    public static IReadOnlyList<string> Of(string repository, bool writes, string? alsoRead = null)
        => alsoRead is null || alsoRead == repository ? [Of(repository, writes)] : Union([Of(repository, writes)], [Of(alsoRead, false)]);

    /// <summary>Both lists' rights; those on the same resource become one.</summary>
    public static IReadOnlyList<string> Union(IReadOnlyList<string> some, IReadOnlyList<string> others)
        => [.. some.Concat(others)
            .Select(scope => (Resource: scope[..Math.Max(scope.LastIndexOf(':'), 0)], Actions: scope[(scope.LastIndexOf(':') + 1)..].Split(',')))
            .GroupBy(scope => scope.Resource, scope => scope.Actions, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key}:{string.Join(',', group.SelectMany(actions => actions).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}".TrimStart(':'))];

    private static string Of(string repository, bool writes) => $"repository:{repository}:{(writes ? "pull,push" : "pull")}";
}
