namespace Sluice.Model.Environments;

/// <summary>Who must agree before a release goes live.</summary>
/// <param name="Required">How many different people, 1–20.</param>
/// <param name="Approvers">Who may; empty: everybody whom the cluster's rights allow to.</param>
/// <param name="ExcludeAuthor">Whether the release's author does not count.</param>
/// <param name="Expiry">How long an approval holds, 1 min to 30 d.</param>
public sealed record ApprovalDefinition(int Required, IReadOnlyList<Approver> Approvers, bool ExcludeAuthor, TimeSpan Expiry)
{
    /// <summary>The person behind a name, or <see langword="null"/> if nobody here is called so. Case does not count.</summary>
    public Approver? Find(string name) => Approvers.FirstOrDefault(approver => approver.Names.Contains(name, StringComparer.OrdinalIgnoreCase));
}

/// <summary>A person who may approve.</summary>
/// <param name="Identity">What the person is called here.</param>
/// <param name="Names">Every name the person goes by elsewhere (login, e-mail, cluster user), <paramref name="Identity"/> among them. No name belongs to two people.</param>
public sealed record Approver(string Identity, IReadOnlyList<string> Names);
