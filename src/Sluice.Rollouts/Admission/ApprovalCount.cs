using Sluice.Model.Environments;

namespace Sluice.Rollouts.Admission;

/// <summary>Whose words on a release count, and how many of them there are. Pure.</summary>
/// <param name="Approved">Main names of the people whose approval counts now.</param>
/// <param name="Rejections">Words against it that still hold.</param>
/// <param name="Ignored">Approvals that do not count, each with the reason.</param>
public sealed record ApprovalCount(IReadOnlyList<string> Approved, IReadOnlyList<ApprovalDecision> Rejections, IReadOnlyList<string> Ignored)
{
    /// <param name="rules">The environment's.</param>
    /// <param name="subject">The release, as <see cref="AdmissionSubject.Id"/> names it.</param>
    /// <param name="authorNames">Names that its author goes by.</param>
    /// <param name="decisions">Of all releases, oldest first.</param>
    /// <param name="now">The present.</param>
    public static ApprovalCount Of(
        ApprovalDefinition rules, string subject, IReadOnlyList<string> authorNames, IReadOnlyList<ApprovalDecision> decisions, DateTimeOffset now)
    {
        var approved = new List<string>();
        var rejections = new List<ApprovalDecision>();
        var ignored = new List<string>();
        foreach (IGrouping<string, ApprovalDecision> person in decisions.Where(d => d.Subject == subject).GroupBy(d => PersonOf(rules, d.Names), StringComparer.OrdinalIgnoreCase))
        {
            ApprovalDecision last = person.Last();
            if (WhyIgnored(rules, authorNames, last, now) is { } why)
            {
                ignored.Add($"{person.Key} ({why})");
            }
            else if (last.Word == DecisionWord.Approved)
            {
                approved.Add(person.Key);
            }
            else
            {
                rejections.Add(last);
            }
        }

        return new ApprovalCount(approved, rejections, ignored);
    }

    /// <summary>Why a person's word would not count at all; null when it would.</summary>
    public static string? WhyNoApprover(ApprovalDefinition rules, IReadOnlyList<string> authorNames, IReadOnlyList<string> names)
    {
        if (rules.Approvers.Count > 0 && !names.Any(n => rules.Find(n) is not null))
        {
            return "is not among the approvers";
        }

        return rules.ExcludeAuthor && IsAuthor(rules, authorNames, names) ? "is the author" : null;
    }

    /// <summary>What a person is called here: as <c>approvers:</c> say, else the main name.</summary>
    public static string PersonOf(ApprovalDefinition rules, IReadOnlyList<string> names) =>
        names.Select(rules.Find).FirstOrDefault(approver => approver is not null)?.Identity ?? names[0];

    private static string? WhyIgnored(ApprovalDefinition rules, IReadOnlyList<string> authorNames, ApprovalDecision decision, DateTimeOffset now) =>
        WhyNoApprover(rules, authorNames, decision.Names) ?? (decision.At + rules.Expiry <= now ? $"expired {AdmissionTexts.Time(decision.At + rules.Expiry)}" : null);

    private static bool IsAuthor(ApprovalDefinition rules, IReadOnlyList<string> authorNames, IReadOnlyList<string> names)
    {
        // The author may go by a name in git that only the list of approvers connects with the name in the cluster.
        IEnumerable<string> known = authorNames.Concat(authorNames.Select(rules.Find).SelectMany(approver => approver?.Names ?? []));
        IEnumerable<string> own = names.Concat(names.Select(rules.Find).SelectMany(approver => approver?.Names ?? []));
        return known.Intersect(own, StringComparer.OrdinalIgnoreCase).Any();
    }
}
