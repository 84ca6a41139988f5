using Sluice.Model.Environments;
using Sluice.Model.Files.Shapes;

namespace Sluice.Model.Files.Sections;

/// <summary><c>approvals:</c></summary>
internal static class ApprovalSchema
{
    private static readonly Field<int> s_required = Field.Optional("required", "How many different people must agree", new IntegerShape(1, 20), EnvironmentDefaults.ApprovalsRequired);
    private static readonly Field<IReadOnlyDictionary<string, IReadOnlyList<string>>> s_approvers = new(
        "approvers",
        "Who may, each with the further names that the person goes by: login, e-mail, cluster user",
        new DictionaryShape<IReadOnlyList<string>>("people", "lists of their further names", KeyRule.Anything, new ListShape<string>(CommonShapes.Line)),
        required: false,
        new Dictionary<string, IReadOnlyList<string>>())
    {
        DefaultText = "everybody whom the cluster's rights allow to",
    };

    private static readonly Field<bool> s_excludeAuthor = Field.Optional("excludeAuthor", "Whether the release's author does not count", CommonShapes.Flag, EnvironmentDefaults.ExcludeAuthor);
    private static readonly Field<TimeSpan> s_expiry = Field.Optional(
        "expiry", "How long an approval holds", CommonShapes.Seconds(60, TimeSpan.FromDays(30)), EnvironmentDefaults.ApprovalExpiry);

    public static Shape<ApprovalDefinition> Approvals { get; } = new RecordShape<ApprovalDefinition>(
        "approvals", [s_required, s_approvers, s_excludeAuthor, s_expiry], Build);

    private static ApprovalDefinition Build(FieldValues values)
    {
        var approvers = (values.Get(s_approvers) ?? new Dictionary<string, IReadOnlyList<string>>())
            .Select(person => new Approver(person.Key, [.. person.Value.Prepend(person.Key).Distinct(StringComparer.OrdinalIgnoreCase)]))
            .ToList();
        var required = values.Get(s_required);
        if (values.Has(s_approvers) && approvers.Count < required)
        {
            values.Report(s_approvers, $"names {approvers.Count} {(approvers.Count == 1 ? "person" : "people")}, fewer than required", "at least as many people as required says");
        }

        CheckNames(values, approvers);
        return new ApprovalDefinition(required, approvers, values.Get(s_excludeAuthor), values.Get(s_expiry));
    }

    // One name for two people would let one person agree twice.
    private static void CheckNames(FieldValues values, List<Approver> approvers)
    {
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var approver in approvers)
        {
            foreach (var name in approver.Names.Where(name => !owners.TryAdd(name, approver.Identity)))
            {
                values.Report(s_approvers, $"gives '{approver.Identity}' a name that belongs to '{owners[name]}'", "names that belong to one person each");
            }
        }
    }
}
