using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Catalog;

namespace Sluice.Sandbox.Api.Printing;

/// <summary>Objects as a meta.k8s.io/v1 Table.</summary>
internal static class TableView
{
    /// <param name="kind">Of the objects.</param>
    /// <param name="objects">One row each.</param>
    /// <param name="include">What each row carries beside its cells: <c>None</c>, <c>Metadata</c> or <c>Object</c>.</param>
    /// <param name="now">For ages.</param>
    /// <param name="columns">Whether the columns are described (a watch does so once).</param>
    public static JsonObject Of(ResourceKind kind, IEnumerable<JsonObject> objects, string? include, DateTimeOffset now, bool columns = true)
    {
        var described = TableColumns.Of(kind);
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = new JsonObject(),
            ["columnDefinitions"] = columns ? new JsonArray([.. described.Select(Definition)]) : new JsonArray(),
            ["rows"] = new JsonArray([.. objects.Select(o => new JsonObject
            {
                ["cells"] = new JsonArray([.. described.Select(c => c.Cell(o, now))]),
                ["object"] = include switch
                {
                    "None" => null,
                    "Object" => o.DeepClone(),
                    _ => PartialMetadata(o),
                },
            })]),
        };
    }

    public static JsonObject PartialMetadata(JsonObject value) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = value["metadata"]?.DeepClone(),
    };

    private static JsonObject Definition(TableColumn column) => new()
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["format"] = column.Name == "Name" ? "name" : "",
        ["description"] = "",
        ["priority"] = column.Wide ? 1 : 0,
    };
}
