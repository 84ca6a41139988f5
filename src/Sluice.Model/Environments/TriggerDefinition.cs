using Sluice.Model.Values;

namespace Sluice.Model.Environments;

/// <summary>What a reference of a repository is.</summary>
public enum RefKind
{
    Branch,
    Tag,
}

/// <summary>References whose push deploys to an environment.</summary>
/// <param name="Kind">Branches or tags.</param>
/// <param name="Pattern">Which of them.</param>
/// <param name="OnBranch">For tags: the branch that must hold the commit; <see langword="null"/> for any.</param>
public sealed record TriggerDefinition(RefKind Kind, RefPattern Pattern, string? OnBranch)
{
    /// <summary>Whether it takes a full reference (<c>refs/heads/main</c>, <c>refs/tags/v1.5.0</c>).</summary>
    public bool Matches(string reference)
    {
        var prefix = Kind == RefKind.Branch ? "refs/heads/" : "refs/tags/";
        return reference.StartsWith(prefix, StringComparison.Ordinal) && Pattern.Matches(reference[prefix.Length..]);
    }
}
