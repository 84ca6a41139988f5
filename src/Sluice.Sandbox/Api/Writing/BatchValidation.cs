using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Api.Writing;

/// <content>Work that ends.</content>
internal sealed partial class Validation
{
    private static readonly string[] Schedules = ["@annually", "@yearly", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

    private static readonly (int Low, int High, string[] Names)[] ScheduleFields =
    [
        (0, 59, []),
        (0, 23, []),
        (1, 31, []),
        (1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
        (0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]),
    ];

    private void Job(JsonObject spec, string path, JsonObject? before = null)
    {
        foreach (string field in (ReadOnlySpan<string>)["parallelism", "completions", "backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished"])
        {
            Range(spec[field], $"{path}.{field}", 0, int.MaxValue);
        }

        if (spec.Text("completionMode") is { Length: > 0 } mode and not "NonIndexed")
        {
            // Kept but not acted on it would run as something else.
            Unsupported($"{path}.completionMode", mode, "NonIndexed");
        }

        if (spec.Text("template", "spec", "restartPolicy") is { } policy and not ("Never" or "OnFailure"))
        {
            Unsupported($"{path}.template.spec.restartPolicy", policy, "OnFailure", "Never");
        }

        Labels(spec.Map("template", "metadata", "labels"), $"{path}.template.metadata.labels");
        PodSpec(spec.At("template", "spec") as JsonObject ?? [], $"{path}.template.spec");
        Unchanged(before?["template"], spec["template"], $"{path}.template", "field is immutable", "FieldValueInvalid");
        Unchanged(before?["selector"], spec["selector"], $"{path}.selector", "field is immutable", "FieldValueInvalid");
        Unchanged(before?["completions"], spec["completions"], $"{path}.completions", "field is immutable", "FieldValueInvalid");
    }

    private void CronJob(JsonObject spec)
    {
        string schedule = spec.Text("schedule");
        if (schedule.Length == 0)
        {
            Required("spec.schedule", "");
        }
        else if (!IsSchedule(schedule))
        {
            Invalid("spec.schedule", schedule, "five fields (minute, hour, day of month, month, day of week) or @hourly, @daily, @weekly, @monthly, @yearly are expected");
        }

        if (spec.Text("concurrencyPolicy") is { Length: > 0 } policy and not ("Allow" or "Forbid" or "Replace"))
        {
            Unsupported("spec.concurrencyPolicy", policy, "Allow", "Forbid", "Replace");
        }

        foreach (string field in (ReadOnlySpan<string>)["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"])
        {
            Range(spec[field], $"spec.{field}", 0, int.MaxValue);
        }

        Job(spec.At("jobTemplate", "spec") as JsonObject ?? [], "spec.jobTemplate.spec");
    }

    private static bool IsSchedule(string text)
    {
        string[] fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Schedules.Contains(text) || (fields.Length == ScheduleFields.Length && fields.Zip(ScheduleFields).All(f => f.First.Split(',').All(part => IsPart(part, f.Second))));
    }

    /// <summary><c>*</c>, <c>5</c>, <c>1-5</c>, each with <c>/step</c>; <c>?</c> means <c>*</c>.</summary>
    private static bool IsPart(string part, (int Low, int High, string[] Names) field)
    {
        string[] halves = part.Split('/');
        if (halves.Length > 2 || (halves.Length == 2 && !(Number(halves[1]) > 0)))
        {
            return false;
        }

        if (halves[0] is "*" or "?")
        {
            return true;
        }

        int?[] ends = [.. halves[0].Split('-').Select(Value)];
        return ends.Length is 1 or 2 && ends.All(e => e >= field.Low && e <= field.High) && ends[0] <= ends[^1];

        int? Value(string end) => Array.IndexOf(field.Names, end.ToUpperInvariant()) is >= 0 and var name ? name + (field.Low == 1 ? 1 : 0) : Number(end);

        static int? Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }
}
