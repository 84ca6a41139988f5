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
        foreach (ApprovalDecision last in LastWords(rules, decisions.Where(d => d.Subject == subject && d.Names.Count > 0)))
        {
            string person = PersonOf(rules, last.Names);
            if (WhyIgnored(rules, authorNames, last, now) is { } why)
            {
                ignored.Add($"{person} ({why})");
            }
            else if (last.Word == DecisionWord.Approved)
            {
                approved.Add(person);
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

    /// <summary>
    /// The last word of each person. Two words with a name in common are one person's: a server that once does not say who asks must
    /// not make two people of one.
    /// </summary>
    private static List<ApprovalDecision> LastWords(ApprovalDefinition rules, IEnumerable<ApprovalDecision> decisions)
    {
        var people = new List<(HashSet<string> Names, ApprovalDecision Last)>();
        foreach (ApprovalDecision decision in decisions)
        {
            HashSet<string> names = new(AllNames(rules, decision.Names), StringComparer.OrdinalIgnoreCase);
            foreach ((HashSet<string> known, _) in people.Where(p => p.Names.Overlaps(names)).ToList())
            {
                names.UnionWith(known);
            }

            people.RemoveAll(p => p.Names.Overlaps(names));
            people.Add((names, decision));
        }

        return people.ConvertAll(p => p.Last);
    }

    private static IEnumerable<string> AllNames(ApprovalDefinition rules, IReadOnlyList<string> names) =>
        names.Concat(names.Select(rules.Find).SelectMany(approver => approver?.Names ?? []));

    private static string? WhyIgnored(ApprovalDefinition rules, IReadOnlyList<string> authorNames, ApprovalDecision decision, DateTimeOffset now) =>
        WhyNoApprover(rules, authorNames, decision.Names) ?? (decision.At + rules.Expiry <= now ? $"expired {AdmissionTexts.Time(decision.At + rules.Expiry)}" : null);

    // The author may go by a name in git that only the list of approvers connects with the name in the cluster.
    private static bool IsAuthor(ApprovalDefinition rules, IReadOnlyList<string> authorNames, IReadOnlyList<string> names) =>
        AllNames(rules, authorNames).Intersect(AllNames(rules, names), StringComparer.OrdinalIgnoreCase).Any();
}
