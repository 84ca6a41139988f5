using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Api.Writing;

/// <content>Fields that stay as they were when an object was created.</content>
internal sealed partial class Validation
{
    private static readonly string[] StatefulSetMayChange = ["replicas", "ordinals", "template", "updateStrategy", "persistentVolumeClaimRetentionPolicy", "minReadySeconds", "revisionHistoryLimit"];

    private void StatefulSetUpdate(JsonObject spec, JsonObject? before) => Unchanged(
        Without(before, StatefulSetMayChange),
        Without(spec, StatefulSetMayChange),
        "spec",
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
        "Forbidden");

    private void DataUpdate(JsonObject value, JsonObject? before)
    {
        if (before is null)
        {
            return;
        }

        if (value.Text("kind") == "Secret")
        {
            Unchanged(before["type"], value["type"], "type", "field is immutable", "FieldValueInvalid");
        }

        if (before.Flag("immutable"))
        {
            const string Message = "field is immutable when `immutable` is set";
            Unchanged(JsonValue.Create(true), value["immutable"], "immutable", Message, "FieldValueForbidden");
            foreach (string field in (ReadOnlySpan<string>)["data", "binaryData"])
            {
                // A map that was not there and is now has changed too.
                Unchanged(before[field] ?? new JsonObject(), value[field] ?? new JsonObject(), field, Message, "FieldValueForbidden");
            }
        }
    }

    private static JsonObject? Without(JsonObject? spec, IReadOnlyList<string> fields)
    {
        if (spec?.DeepClone() is not JsonObject rest)
        {
            return null;
        }

        foreach (string field in fields)
        {
            rest.Remove(field);
        }

        return rest;
    }
}
