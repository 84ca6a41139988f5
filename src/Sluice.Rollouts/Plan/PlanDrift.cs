namespace Sluice.Rollouts.Plan;

/// <summary>Tells what differs between a plan that was approved and what would be done now. Pure.</summary>
public static class PlanDrift
{
    /// <summary>A line per difference; none when the plans are the same.</summary>
    public static IReadOnlyList<string> Between(DeployPlan approved, DeployPlan now)
    {
        if (approved.Hash == now.Hash)
        {
            return [];
        }

        var lines = new List<string>();
        Compare(lines, "environment", approved.Environment, now.Environment);
        Compare(lines, "namespace", approved.Namespace, now.Namespace);
        Compare(lines, "version", approved.Version, now.Version);
        Compare(lines, "commit", approved.Commit, now.Commit);
        Compare(lines, "rendered objects", approved.RenderedHash, now.RenderedHash);
        Compare(lines, "serving release", approved.Serving, now.Serving);
        foreach (PlannedImage image in now.Images)
        {
            Compare(lines, $"image of {image.Service}", approved.Images.FirstOrDefault(i => i.Service == image.Service)?.New, image.New);
        }

        foreach (string name in approved.Objects.Concat(now.Objects).Select(o => o.Name).Distinct(StringComparer.Ordinal))
        {
            Compare(lines, name, approved.Objects.FirstOrDefault(o => o.Name == name), now.Objects.FirstOrDefault(o => o.Name == name));
        }

        lines.AddRange(approved.Rollout.Except(now.Rollout).Select(line => $"rollout: was to go so: {line}"));
        lines.AddRange(now.Rollout.Except(approved.Rollout).Select(line => $"rollout: would go so, which was not approved: {line}"));
        lines.AddRange(approved.Pruned.Except(now.Pruned).Select(o => $"{o}: was to be removed, now stays"));
        lines.AddRange(now.Pruned.Except(approved.Pruned).Select(o => $"{o}: would be removed, which was not approved"));
        return lines.Count > 0 ? lines : ["what a rollback does not restore, or what the plan does not cover, is not the same"];
    }

    private static void Compare(List<string> lines, string what, PlannedObject? approved, PlannedObject? now)
    {
        if (approved is null || now is null)
        {
            lines.Add($"{what}: {(approved is null ? "is not in the approved plan" : "is not deployed any more")}");
            return;
        }

        int before = lines.Count;
        Compare(lines, what, approved.Change.ToString(), now.Change.ToString());
        foreach (string path in approved.Fields.Concat(now.Fields).Select(f => f.Path).Distinct(StringComparer.Ordinal))
        {
            PlannedField? then = approved.Fields.FirstOrDefault(f => f.Path == path);
            PlannedField? field = now.Fields.FirstOrDefault(f => f.Path == path);
            Compare(lines, $"{what} {path}", Words(then), Words(field));
        }

        Compare(lines, $"{what} managers", string.Join("; ", approved.Displaced), string.Join("; ", now.Displaced));
        if (lines.Count == before && approved.Live != now.Live)
        {
            lines.Add($"{what}: was changed in the cluster (masked)");
        }
    }

    private static string Words(PlannedField? field) => field switch
    {
        null => "as it should be",
        { IsMasked: true } => "changed (masked)",
        _ => $"{field.Old ?? "nothing"} → {field.New ?? "nothing"}",
    };

    private static void Compare(List<string> lines, string what, string? approved, string? now)
    {
        if (approved != now)
        {
            lines.Add($"{what}: approved {Shown(approved)}, now {Shown(now)}");
        }
    }

    private static string Shown(string? text) => string.IsNullOrEmpty(text) ? "nothing" : text;
}
