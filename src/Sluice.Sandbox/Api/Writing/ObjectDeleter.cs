using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Catalog;
using Sluice.Sandbox.Api.Http;
using Sluice.Sandbox.Api.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Api.Writing;

/// <summary>
/// Deletes objects. What an object owns is collected by the controllers afterwards (background; foreground is treated
/// alike); with the policy Orphan its dependents are cut loose first.
/// </summary>
internal sealed class ObjectDeleter(IObjectStore store)
{
    /// <returns>The object when it lives on for a while (grace, finalizers), otherwise a Status of success.</returns>
    public JsonObject Delete(ApiTarget target, JsonObject? options, bool dryRun)
    {
        var kind = target.Kind;
        var key = ObjectWriter.Key(target);
        var standing = store.Get(key) ?? throw StatusException.NotFound(kind, key.Name);
        string? uid = Precondition(kind, standing, options, "uid");
        Precondition(kind, standing, options, "resourceVersion");
        if (kind.Kind == "Namespace" && key.Name is "default" or "kube-system")
        {
            throw StatusException.Forbidden(kind, key.Name, "this namespace may not be deleted");
        }

        if (!dryRun)
        {
            if (options.Text("propagationPolicy") == "Orphan" || options.Flag("orphanDependents"))
            {
                Orphan(standing.Text("metadata", "uid"), key.Namespace);
            }

            var result = store.Delete(key, Grace(kind, standing, options), uid);
            if (result.Outcome is not (StoreOutcome.Done or StoreOutcome.NotFound))
            {
                throw result.Outcome == StoreOutcome.Conflict
                    ? StatusException.Conflict(kind, key.Name, "the object was replaced by another of the same name")
                    : new StatusException(507, "InsufficientStorage", result.Message ?? "the sandbox cannot write its store") { Kind = kind, Name = key.Name };
            }
        }

        return store.Get(key) is { } left && !dryRun && left.Text("metadata", "uid") == standing.Text("metadata", "uid") ? left : Success(kind, standing);
    }

    private static long Grace(ResourceKind kind, JsonObject standing, JsonObject? options)
    {
        if (kind.Kind != "Pod")
        {
            return 0;
        }

        bool neverRan = standing.Text("spec", "nodeName").Length == 0 && standing.Text("status", "startTime").Length == 0;
        bool over = standing.Text("status", "phase") is "Succeeded" or "Failed";
        return neverRan || over ? 0 : options.Number("gracePeriodSeconds") ?? standing.Number("spec", "terminationGracePeriodSeconds") ?? 30;
    }

    private static string? Precondition(ResourceKind kind, JsonObject standing, JsonObject? options, string field)
    {
        string asked = options.Text("preconditions", field);
        string found = standing.Text("metadata", field);
        return asked.Length == 0 || asked == found
            ? asked.Length > 0 ? asked : null
            : throw StatusException.Conflict(kind, standing.Name(), $"Precondition failed: {(field == "uid" ? "UID" : "ResourceVersion")} in precondition: {asked}, in object meta: {found}");
    }

    private void Orphan(string uid, string ns)
    {
        foreach (var kind in ResourceCatalog.Stored.Where(k => k.Namespaced))
        {
            foreach (var child in store.List(kind.Resource, ns).Items.Where(i => i.Items("metadata", "ownerReferences").Any(o => o.Text("uid") == uid)))
            {
                var freed = child.DeepClone().AsObject();
                var left = freed.Items("metadata", "ownerReferences").Where(o => o.Text("uid") != uid).Select(o => o.DeepClone()).ToArray();
                ObjectMeta.Set(ObjectMeta.Of(freed), "ownerReferences", left.Length > 0 ? new JsonArray(left) : null);
                ObjectMeta.Of(freed).Remove("resourceVersion");
                store.Update(new ResourceKey(kind.Resource, ns, child.Name()), freed);
            }
        }
    }

    private static JsonObject Success(ResourceKind kind, JsonObject gone) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Success",
        ["details"] = new JsonObject
        {
            ["name"] = gone.Name(),
            ["group"] = kind.Group.Length > 0 ? kind.Group : null,
            ["kind"] = kind.Plural,
            ["uid"] = gone.Text("metadata", "uid"),
        },
    };
}
