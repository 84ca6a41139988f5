using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Controllers.Objects;

/// <summary>ownerReferences: who made an object and takes it along.</summary>
internal static class Owners
{
    public static JsonObject ControllerReference(JsonObject owner, string apiVersion, string kind) => new()
    {
        ["apiVersion"] = apiVersion,
        ["kind"] = kind,
        ["name"] = owner.Name(),
        ["uid"] = owner.Uid(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    /// <summary>The owner that manages an object, if any.</summary>
    public static JsonObject? Controller(this JsonObject value) =>
        value.Objects("metadata", "ownerReferences").FirstOrDefault(r => r.Flag("controller"));

    public static bool IsControlledBy(this JsonObject value, JsonObject owner) => value.Controller().Text("uid") == owner.Uid();

    /// <summary>An object that matches the owner's selector and that nobody manages: left by an orphaning delete.</summary>
    public static bool IsAdoptable(this JsonObject value, JsonObject owner) =>
        !value.IsDeleting() && !owner.IsDeleting() && value.Controller() is null
        && LabelSelector.Matches(owner.At("spec", "selector"), value.Labels());

    public static JsonObject Adopted(this JsonObject value, JsonObject reference)
    {
        var copy = value.Copy();
        var metadata = copy.Ensure("metadata");
        metadata["ownerReferences"] = value.Objects("metadata", "ownerReferences").Select(r => r.DeepClone()).Append(reference).ToJson();
        return copy;
    }
}
