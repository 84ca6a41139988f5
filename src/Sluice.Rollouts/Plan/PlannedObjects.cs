using System.Text.Json.Nodes;
using Sluice.Manifests;
using Sluice.Manifests.Diffs;
using Sluice.Manifests.Releases;
using Sluice.Rollouts.Releases;

namespace Sluice.Rollouts.Plan;

/// <summary>Says of each object what becomes of it. Pure.</summary>
internal static class PlannedObjects
{
    /// <param name="expected">What the server says.</param>
    /// <param name="serving">Objects of the release that serves; of Secrets without data.</param>
    public static IReadOnlyList<PlannedObject> Of(IReadOnlyList<ObjectChange> expected, IReadOnlyList<ManifestObject> serving)
    {
        HashSet<string> stays = [.. expected.Select(c => c.Manifest.ToString())];
        ManifestObject[] leaves = [.. serving.Where(o => StoredRelease.IsContentNamed(o) && !stays.Contains(o.ToString()))];
        return [.. expected.Select(c => Of(c, leaves))];
    }

    private static PlannedObject Of(ObjectChange change, IReadOnlyList<ManifestObject> leaves)
    {
        ManifestObject item = change.Manifest;
        IReadOnlyList<string> displaced = [.. (change.Preview?.Displaced ?? []).Select(d => $"{d.Manager}: {string.Join(", ", d.Fields)}")];
        string live = StoredRelease.IsSecret(item) && change.Preview?.Live?["metadata"] is JsonObject state ? $"{state["uid"]}/{state["resourceVersion"]}" : "";
        if (change.Kind == ChangeKind.Created && ContentNames.IsContentNamed(item) && leaves.FirstOrDefault(o => o.Kind == item.Kind && Stem(o) == Stem(item)) is { } before)
        {
            // Of Secrets nothing is stored that one could compare with.
            IEnumerable<FieldChange> fields = StoredRelease.IsSecret(item)
                ? [new FieldChange("data", null, null)]
                : ObjectDiff.Between(before.Json, item.Json).Where(f => f.Path != "metadata.name");
            return new PlannedObject(item.ToString(), item.Source, PlannedChange.Replaced, before.ToString(), live, PlannedFields.Of(item.Kind, fields), displaced);
        }

        PlannedChange kind = change.Kind switch
        {
            ChangeKind.Created => PlannedChange.Created,
            ChangeKind.Configured => PlannedChange.Changed,
            _ => PlannedChange.Unchanged,
        };
        IReadOnlyList<FieldChange> differences = kind == PlannedChange.Changed && change.Preview is { Live: JsonObject now, Expected: JsonObject then } ? ObjectDiff.Between(now, then) : [];
        return new PlannedObject(item.ToString(), item.Source, kind, "", live, PlannedFields.Of(item.Kind, differences), displaced);
    }

    // The name in front of the hash.
    private static string Stem(ManifestObject item) => item.Name[..Math.Max(0, item.Name.LastIndexOf('-'))];
}
