using System.Globalization;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Policies;

namespace Sluice.Model.Files.Sections;

/// <summary><c>policies:</c></summary>
internal static class PolicySchema
{
    private static readonly Shape<TimeSpan> s_age = CommonShapes.Duration(TimeSpan.FromHours(1), TimeSpan.FromDays(365));
    private static readonly Shape<PolicyAction> s_action = new ChoiceShape<PolicyAction>(
        ("allow", PolicyAction.Allow), ("warn", PolicyAction.Warn), ("refuse", PolicyAction.Refuse));

    private static readonly Shape<int?> s_limit = new KeywordShape<int?>(new OptionalShape<int>(new IntegerShape(0, 1_000_000)), ("any", null));
    private static readonly (Field<int?> Field, Severity Severity)[] s_limitFields =
    [
        (Limit("critical", Severity.Critical), Severity.Critical),
        (Limit("high", Severity.High), Severity.High),
        (Limit("medium", Severity.Medium), Severity.Medium),
        (Limit("low", Severity.Low), Severity.Low),
        (Limit("unknown", Severity.Unknown), Severity.Unknown),
    ];

    private static readonly Field<IReadOnlyDictionary<Severity, int>> s_limits = Field.Optional(
        "limits", "How many findings are allowed, by severity", new RecordShape<IReadOnlyDictionary<Severity, int>>("limits", [.. s_limitFields.Select(limit => limit.Field)], BuildLimits), PolicyDefaults.Limits);

    private static readonly Field<TimeSpan> s_maxAge = Field.Optional("maxAge", "An older scan is refused", s_age, PolicyDefaults.ScanAge);
    private static readonly Field<TimeSpan> s_databaseMaxAge = Field.Optional("databaseMaxAge", "A vulnerability database older than this is stale", s_age, PolicyDefaults.DatabaseAge);
    private static readonly Field<PolicyAction> s_staleDatabase = Field.Optional("staleDatabase", "What a stale or missing database means", s_action, PolicyDefaults.StaleDatabase);
    private static readonly Field<bool> s_signature = Field.Optional("signature", "Whether the image must be signed by a known key", CommonShapes.Flag, false);

    private static readonly Field<string> s_id = Field.Required("id", "The finding (CVE-2024-1234, or a rule)", CommonShapes.Line);
    private static readonly Field<string> s_reason = Field.Required("reason", "Why it does not count", CommonShapes.Line);
    private static readonly Field<DateOnly> s_expires = Field.Required("expires", "The last day on which it does not count", new TextShape<DateOnly>("a day as year-month-day (2026-09-30)", Day, "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"));
    private static readonly Field<string?> s_package = Field.Maybe("package", "Only for this package", CommonShapes.Line, "all");
    private static readonly Field<IReadOnlyList<IgnoredFinding>> s_ignore = Field.Optional<IReadOnlyList<IgnoredFinding>>(
        "ignore",
        "Findings that do not count for a while",
        new ListShape<IgnoredFinding>(new RecordShape<IgnoredFinding>(
            "an ignored finding",
            [s_id, s_reason, s_expires, s_package],
            values => new IgnoredFinding(values.Get(s_id) ?? "", values.Get(s_reason) ?? "", values.Get(s_expires), values.Get(s_package)))),
        []);

    private static readonly Field<ScanPolicy> s_scan = Field.Optional(
        "scan", "What a scan may have found, and how old it may be", new RecordShape<ScanPolicy>("rules for scans", [s_limits, s_maxAge, s_databaseMaxAge, s_staleDatabase, s_signature, s_ignore], BuildScan), new ScanPolicy());

    private static readonly Shape<IReadOnlyList<string>> s_licenceList = new ListShape<string>(
        new TextShape<string>("an SPDX identifier (MIT, Apache-2.0)", Licence, "^[A-Za-z0-9.+-]+$"));

    private static readonly Field<IReadOnlyList<string>> s_allow = Field.Optional<IReadOnlyList<string>>("allow", "Licences that are allowed; empty: all that are not denied", s_licenceList, []);
    private static readonly Field<IReadOnlyList<string>> s_deny = Field.Optional<IReadOnlyList<string>>("deny", "Licences that are refused", s_licenceList, []);
    private static readonly Field<PolicyAction> s_unknown = Field.Optional("unknown", "What a component without a known licence means", s_action, PolicyDefaults.UnknownLicence);
    private static readonly Field<LicencePolicy> s_licences = Field.Optional(
        "licences", "Which licences may be in an image", new RecordShape<LicencePolicy>("rules for licences", [s_allow, s_deny, s_unknown], BuildLicences), new LicencePolicy());

    private static readonly Field<PodSecurityLevel> s_podSecurity = Field.Optional(
        "podSecurity",
        "The Pod Security Standard that all pods must meet",
        new ChoiceShape<PodSecurityLevel>(("privileged", PodSecurityLevel.Privileged), ("baseline", PodSecurityLevel.Baseline), ("restricted", PodSecurityLevel.Restricted)),
        PolicyDefaults.PodSecurity);

    /// <summary>How a policy is named where one is meant.</summary>
    public static Shape<string> Name { get; } = new TextShape<string>("the name of a policy of this file", Names.Identifier, Names.IdentifierPattern);

    /// <summary>A policy; its name is filled in later.</summary>
    public static Shape<PolicyDefinition> Policy { get; } = new RecordShape<PolicyDefinition>("a policy", [s_scan, s_licences, s_podSecurity], values => new PolicyDefinition("")
    {
        Scan = values.Get(s_scan) ?? new ScanPolicy(),
        Licences = values.Get(s_licences) ?? new LicencePolicy(),
        PodSecurity = values.Get(s_podSecurity),
    });

    private static Field<int?> Limit(string name, Severity severity)
    {
        int? limit = PolicyDefaults.Limits.TryGetValue(severity, out var most) ? most : null;
        return new(name, $"Findings of severity {name}", s_limit, required: false, limit) { DefaultText = s_limit.Show(limit) };
    }

    private static Dictionary<Severity, int> BuildLimits(FieldValues values) => s_limitFields
        .Select(limit => (limit.Severity, Most: values.Get(limit.Field)))
        .Where(limit => limit.Most is not null)
        .ToDictionary(limit => limit.Severity, limit => limit.Most!.Value);

    private static ScanPolicy BuildScan(FieldValues values) => new()
    {
        Limits = values.Get(s_limits) ?? PolicyDefaults.Limits,
        MaxAge = values.Get(s_maxAge),
        DatabaseMaxAge = values.Get(s_databaseMaxAge),
        StaleDatabase = values.Get(s_staleDatabase),
        RequiresSignature = values.Get(s_signature),
        Ignored = values.Get(s_ignore) ?? [],
    };

    private static LicencePolicy BuildLicences(FieldValues values)
    {
        var allowed = values.Get(s_allow) ?? [];
        var denied = values.Get(s_deny) ?? [];
        if (allowed.Intersect(denied, StringComparer.OrdinalIgnoreCase).Any())
        {
            values.Report(s_deny, "denies a licence that allow allows", "each licence in one of both lists");
        }

        return new LicencePolicy { Allowed = allowed, Denied = denied, Unknown = values.Get(s_unknown) };
    }

    // YAML reads a plain day as a point in time; only its day is meant.
    private static TextReading<DateOnly> Day(string text) =>
        DateOnly.TryParseExact(text.EndsWith("T00:00:00Z", StringComparison.Ordinal) ? text[..10] : text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new(day, null)
            : TextReading.Bad<DateOnly>("is not a day");

    private static TextReading<string> Licence(string text) =>
        text.Length > 0 && text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '-' or '+') ? new(text, null) : TextReading.Bad<string>("is not an SPDX identifier");
}
