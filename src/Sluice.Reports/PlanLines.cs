using System.Globalization;
using Sluice.Rollouts.Plan;

namespace Sluice.Reports;

/// <summary>What a line of a plan is about, for its colour.</summary>
public enum PlanTone
{
    Plain,
    Added,
    Changed,
    Removed,
    Caution,
}

/// <summary>One line of a plan.</summary>
public sealed record PlanLine(PlanTone Tone, string Text);

/// <summary>A plan in lines for people. Pure.</summary>
public static class PlanLines
{
    /// <summary>Fields shown of one object; all are in the JSON file.</summary>
    public const int MaximumFields = 25;

    private const int LongestValue = 80;

    public static IReadOnlyList<PlanLine> Describe(DeployPlan plan)
    {
        var lines = new List<PlanLine> { new(PlanTone.Plain, $"Plan for {plan.Environment}: release {plan.Version}{(plan.Serving.Length == 0 ? ", nothing serves there yet" : $" in place of {plan.Serving}")}") };
        lines.AddRange(plan.Images.Select(Image));
        lines.AddRange(plan.Objects.Where(o => o.Change != PlannedChange.Unchanged || o.Displaced.Count > 0).SelectMany(Object));
        lines.AddRange(plan.Pruned.Select(name => new PlanLine(PlanTone.Removed, $"  - {name} is removed after success")));
        lines.AddRange(plan.Rollout.Count == 0 ? [] : plan.Rollout.Select(line => new PlanLine(PlanTone.Plain, $"    {line}")).Prepend(new PlanLine(PlanTone.Plain, "  The rollout of services with a new revision:")));
        lines.AddRange(Section("  Its gates:", plan.Gates));
        lines.AddRange(Section("A rollback does not restore:", plan.NotRestored));
        lines.AddRange(Section($"This version cannot deploy {plan.Environment} as sluice.yaml asks. The plan shows a rolling deploy and does not cover:", plan.NotCovered));
        lines.Add(new PlanLine(PlanTone.Plain, Totals(plan)));
        lines.Add(new PlanLine(PlanTone.Plain, $"Plan {plan.Hash}"));
        return lines;
    }

    private static PlanLine Image(PlannedImage image) => image.Old == image.New
        ? new PlanLine(PlanTone.Plain, $"  {image.Service}: image {StatusLines.ShortDigest(image.New)} stays")
        : new PlanLine(PlanTone.Changed, $"  {image.Service}: image {(image.Old.Length == 0 ? "none" : StatusLines.ShortDigest(image.Old) + Commit(image.OldCommit))} → {StatusLines.ShortDigest(image.New)}{Commit(image.NewCommit)}");

    private static string Commit(string commit) => commit.Length == 0 ? "" : $" (commit {commit[..Math.Min(12, commit.Length)]})";

    private static IEnumerable<PlanLine> Object(PlannedObject item)
    {
        yield return item.Change switch
        {
            PlannedChange.Created => new PlanLine(PlanTone.Added, $"  + {item.Name} is created"),
            PlannedChange.Replaced => new PlanLine(PlanTone.Changed, $"  ± {item.Name} replaces {item.Replaces}"),
            PlannedChange.Changed => new PlanLine(PlanTone.Changed, $"  ~ {item.Name} is changed"),
            _ => new PlanLine(PlanTone.Plain, $"    {item.Name} stays as it is"),
        };
        foreach (var field in item.Fields.Take(MaximumFields))
        {
            yield return Field(field);
        }

        if (item.Fields.Count > MaximumFields)
        {
            yield return new PlanLine(PlanTone.Plain, string.Create(CultureInfo.InvariantCulture, $"      and {item.Fields.Count - MaximumFields} fields more; --json FILE writes all"));
        }

        foreach (var manager in item.Displaced)
        {
            yield return new PlanLine(PlanTone.Caution, $"      takes fields over from {manager}");
        }
    }

    private static PlanLine Field(PlannedField field) => field switch
    {
        { IsMasked: true } => new PlanLine(PlanTone.Changed, $"      {field.Path}: changed (masked)"),
        { Old: null } => new PlanLine(PlanTone.Added, $"      {field.Path}: + {Value(field.New)}"),
        { New: null } => new PlanLine(PlanTone.Removed, $"      {field.Path}: - {Value(field.Old)}"),
        _ => new PlanLine(PlanTone.Changed, $"      {field.Path}: {Value(field.Old)} → {Value(field.New)}"),
    };

    private static string Value(string? text)
    {
        var line = (text ?? "").Replace("\n", "\\n", StringComparison.Ordinal);
        return line.Length == 0 ? "\"\"" : line.Length <= LongestValue ? line : $"{line[..(LongestValue - 1)]}…";
    }

    private static IEnumerable<PlanLine> Section(string title, IReadOnlyList<string> items) => items.Count == 0
        ? []
        : [new PlanLine(PlanTone.Caution, title), .. items.Select(item => new PlanLine(PlanTone.Caution, $"  {item}"))];

    private static string Totals(DeployPlan plan)
    {
        int Count(PlannedChange change) => plan.Objects.Count(item => item.Change == change);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Count(PlannedChange.Created)} to create, {Count(PlannedChange.Changed)} to change, {Count(PlannedChange.Replaced)} to replace, {plan.Pruned.Count} to remove, {Count(PlannedChange.Unchanged)} as they should be");
    }
}
