using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Catalog;
using Sluice.Sandbox.Api.Http;
using Sluice.Sandbox.Api.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Api.Writing;

/// <summary>What happens to an object between decoding and validation: names, the half it may not write, system fields.</summary>
internal static class Preparation
{
    private const string NameLetters = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>Names the object as the path says; a generateName gets its suffix.</summary>
    public static void Name(ResourceKind kind, JsonObject value, ApiTarget target)
    {
        var metadata = ObjectMeta.Of(value);
        if (target.Name is { } named)
        {
            metadata.Default("name", named);
            if (value.Name() != named)
            {
                throw StatusException.BadRequest($"the name of the object ({value.Name()}) does not match the name on the URL ({named})");
            }
        }
        else if (value.Name().Length == 0 && metadata.Text("generateName") is { Length: > 0 } prefix)
        {
            metadata["name"] = prefix[..Math.Min(prefix.Length, 58)] + RandomNumberGenerator.GetString(NameLetters, 5);
        }

        if (value.Name().Length == 0)
        {
            throw StatusException.Invalid(kind, "", [new StatusCause("FieldValueRequired", "metadata.name", "Required value: name or generateName is required")]);
        }

        if (kind.Namespaced && value.Namespace() is { Length: > 0 } ns && ns != target.Namespace)
        {
            throw StatusException.BadRequest($"the namespace of the provided object does not match the namespace sent on the request ({ns} is not {target.Namespace})");
        }

        ObjectMeta.Set(metadata, "namespace", kind.Namespaced ? target.Namespace : null);
    }

    /// <summary>Keeps what this endpoint does not write as it was, and fills defaults.</summary>
    public static JsonObject Complete(ResourceKind kind, JsonObject next, JsonObject? before, string subresource)
    {
        var result = next;
        if (subresource == "status" && before is not null)
        {
            result = before.DeepClone().AsObject();
            ObjectMeta.Set(result, "status", next["status"]);
            ObjectMeta.Set(ObjectMeta.Of(result), "managedFields", next.At("metadata", "managedFields"));
        }
        else if (kind.HasStatus)
        {
            ObjectMeta.Set(result, "status", before is null ? FirstStatus(kind) : before["status"]);
        }

        if (kind.Kind == "Pod" && before is null)
        {
            result.Child("spec").Default("serviceAccountName", "default");
        }

        if (kind.Kind == "Pod" && before?.At("spec", "nodeName") is { } node)
        {
            result.Child("spec").Default("nodeName", node.DeepClone());
        }

        Defaults.Fill(kind, result);
        foreach (string field in (ReadOnlySpan<string>)["uid", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds", "resourceVersion", "selfLink"])
        {
            ObjectMeta.Set(ObjectMeta.Of(result), field, before.At("metadata", field));
        }

        if (kind.Kind == "Job")
        {
            JobIdentity.Give(result, before);
        }

        return result;
    }

    private static JsonObject FirstStatus(ResourceKind kind) => kind.Kind switch
    {
        "Pod" => new JsonObject { ["phase"] = "Pending", ["qosClass"] = "BestEffort" },
        "Service" or "Ingress" => new JsonObject { ["loadBalancer"] = new JsonObject() },
        "Namespace" => new JsonObject { ["phase"] = "Active" },
        _ => [],
    };
}
