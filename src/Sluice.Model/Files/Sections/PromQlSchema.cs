using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;

namespace Sluice.Model.Files.Sections;

/// <summary><c>promql:</c></summary>
internal static class PromQlSchema
{
    private static readonly string s_placeholders = string.Join(", ", PromQlPlaceholders.All.Select(name => $"{{{{{name}}}}}"));

    private static readonly Field<string> s_name = Field.Required("name", "For messages", CommonShapes.DnsLabel);
    private static readonly Field<string> s_query = Field.Required(
        "query", "The query, with one value as its result", new TextShape<string>($"a PromQL query; {s_placeholders} are filled in", Query));

    private static readonly Field<IReadOnlyList<PromQlCheck>> s_checks = Field.Required(
        "checks",
        "What is asked",
        new ListShape<PromQlCheck>(
            new RecordShape<PromQlCheck>(
                "a query with bounds",
                [s_name, s_query, BoundsSchema.Numbers.Min, BoundsSchema.Numbers.Max],
                values => new PromQlCheck(values.Get(s_name) ?? "", values.Get(s_query) ?? "", BoundsSchema.Numbers.Build(values))),
            least: 1));

    public static Shape<PromQlGate> PromQl { get; } = new RecordShape<PromQlGate>(
        "a gate of queries", [s_checks, GateTimes.Interval, GateTimes.Failures, GateTimes.Dwell, GateTimes.Deadline], Build);

    private static TextReading<string> Query(string text) =>
        text.Trim().Length == 0 ? TextReading.Bad<string>("is empty")
        : PromQlPlaceholders.In(text).All(PromQlPlaceholders.All.Contains) ? new(text, null)
        : TextReading.Bad<string>("has an unknown name between {{ and }}");

    private static PromQlGate Build(FieldValues values)
    {
        GateTimes.Check(values);
        var checks = values.Get(s_checks) ?? [];
        if (checks.Select(check => check.Name).Distinct().Count() < checks.Count)
        {
            values.Report(s_checks, "has two queries of the same name", "a name of its own for each query");
        }

        return new PromQlGate("", checks)
        {
            Interval = values.Get(GateTimes.Interval),
            Failures = values.Get(GateTimes.Failures),
            Dwell = values.Get(GateTimes.Dwell),
            Deadline = values.Get(GateTimes.Deadline),
        };
    }
}
