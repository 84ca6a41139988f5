using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Api.Apply;

/// <summary>One entry of managedFields.</summary>
/// <param name="Manager">Who.</param>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="ApiVersion">The version the paths are in.</param>
/// <param name="Subresource">Empty for the object itself.</param>
/// <param name="Time">Of the last change of the entry.</param>
/// <param name="Fields">What it owns.</param>
internal sealed record FieldManagerEntry(string Manager, string Operation, string ApiVersion, string Subresource, string? Time, FieldSet Fields)
{
    public const string Apply = "Apply";
    public const string Update = "Update";

    public bool SameManager(FieldManagerEntry other) =>
        (Manager, Operation, ApiVersion, Subresource) == (other.Manager, other.Operation, other.ApiVersion, other.Subresource);
}

/// <summary>Reads and writes <c>metadata.managedFields</c>.</summary>
internal static class ManagedFields
{
    public static IReadOnlyList<FieldManagerEntry> Read(JsonObject value)
    {
        var entries = new List<FieldManagerEntry>();
        foreach (var item in value["metadata"]?["managedFields"] as JsonArray ?? [])
        {
            if (item is JsonObject entry && entry["fieldsV1"] is JsonObject fields && Text(entry, "operation") is { Length: > 0 } operation)
            {
                entries.Add(new FieldManagerEntry(Text(entry, "manager"), operation, Text(entry, "apiVersion"), Text(entry, "subresource"), Text(entry, "time"), FieldsV1.Read(fields)));
            }
        }

        return entries;
    }

    public static void Write(JsonObject value, IEnumerable<FieldManagerEntry> entries)
    {
        var list = new JsonArray();
        foreach (var entry in entries.Where(e => !e.Fields.IsEmpty))
        {
            var json = new JsonObject
            {
                ["manager"] = entry.Manager,
                ["operation"] = entry.Operation,
                ["apiVersion"] = entry.ApiVersion,
                ["time"] = entry.Time,
                ["fieldsType"] = "FieldsV1",
                ["fieldsV1"] = FieldsV1.Write(entry.Fields),
            };
            if (entry.Subresource.Length > 0)
            {
                json["subresource"] = entry.Subresource;
            }

            list.Add(json);
        }

        var metadata = value["metadata"]!.AsObject();
        if (list.Count > 0)
        {
            metadata["managedFields"] = list;
        }
        else
        {
            metadata.Remove("managedFields");
        }
    }

    /// <summary>Whether two lists say the same, times aside.</summary>
    public static bool Same(IReadOnlyList<FieldManagerEntry> a, IReadOnlyList<FieldManagerEntry> b)
    {
        return Covers(a, b) && Covers(b, a);

        static bool Covers(IReadOnlyList<FieldManagerEntry> one, IReadOnlyList<FieldManagerEntry> other) =>
            one.Where(e => !e.Fields.IsEmpty).All(e => other.Any(o => o.SameManager(e) && o.Fields.SameAs(e.Fields)));
    }

    private static string Text(JsonObject entry, string field) => entry[field] is JsonValue v && v.TryGetValue(out string? text) ? text : "";
}
