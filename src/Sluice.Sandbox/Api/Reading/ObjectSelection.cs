using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Http;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Api.Reading;

/// <summary>Which objects of a resource a list, watch or deletecollection is about.</summary>
internal sealed class ObjectSelection(ApiTarget target, ApiQuery query)
{
    private readonly LabelQuery _labels = LabelQuery.Parse(query.Text("labelSelector"));
    private readonly FieldQuery _fields = FieldQuery.Parse(target.Kind, query.Text("fieldSelector"));

    public bool Matches(JsonObject? value) =>
        value is not null
        && (target.Name is null || value.Name() == target.Name)
        && _labels.Matches(value.Map("metadata", "labels"))
        && _fields.Matches(value);
}
