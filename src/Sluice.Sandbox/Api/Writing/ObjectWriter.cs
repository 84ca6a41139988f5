using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Apply;
using Sluice.Sandbox.Api.Catalog;
using Sluice.Sandbox.Api.Http;
using Sluice.Sandbox.Api.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Api.Writing;

/// <summary>What a write leads to, with whether it brought the object into being.</summary>
internal sealed record Written(JsonObject Object, bool Created);

/// <summary>Create, update, patch and apply, from decoded request to store.</summary>
internal sealed class ObjectWriter(IObjectStore store, IClusterIpAllocator addresses, TimeProvider time)
{
    private const int Attempts = 20;
    private const string Modified = "the object has been modified; please apply your changes to the latest version and try again";

    /// <summary>Service writes choose addresses by looking at the other services.</summary>
    private readonly Lock _services = new();

    public Written Create(ApiTarget target, JsonObject body, WriteOptions options)
    {
        var kind = target.Kind;
        var next = Decoding.Decode(kind, body, options);
        if (next.Text("metadata", "resourceVersion").Length > 0)
        {
            throw StatusException.BadRequest("resourceVersion should not be set on objects to be created");
        }

        Preparation.Name(kind, next, target);
        return Locked(kind, () => Store(target with { Name = next.Name() }, Preparation.Complete(kind, next, null, ""), null, options));
    }

    public Written Update(ApiTarget target, JsonObject body, WriteOptions options)
    {
        var kind = target.Kind;
        var next = Decoding.Decode(kind, body, options);
        Preparation.Name(kind, next, target);
        return Locked(kind, () =>
        {
            var before = Existing(target);
            if (next.Text("metadata", "resourceVersion") is { Length: > 0 } said && said != before.Text("metadata", "resourceVersion"))
            {
                throw StatusException.Conflict(kind, target.Name!, Modified);
            }

            SameUid(kind, before, next);
            return Store(target, Preparation.Complete(kind, next, before, target.Subresource), before, options);
        });
    }

    /// <summary>Changes the object by a function of its present state, trying again when someone else was faster.</summary>
    public Written Patch(ApiTarget target, Func<JsonObject, JsonObject> change, WriteOptions options) => Locked(target.Kind, () =>
    {
        for (int attempt = 1; ; attempt++)
        {
            var before = Existing(target);
            var next = Decoding.Decode(target.Kind, change(before), options);
            Preparation.Name(target.Kind, next, target);
            if (next.Text("metadata", "resourceVersion") != before.Text("metadata", "resourceVersion"))
            {
                throw StatusException.Conflict(target.Kind, target.Name!, Modified);
            }

            SameUid(target.Kind, before, next);
            try
            {
                return Store(target, Preparation.Complete(target.Kind, next, before, target.Subresource), before, options);
            }
            catch (StatusException e) when (e is { Code: 409, Reason: "Conflict" } && attempt < Attempts)
            {
                options.Warnings.Clear();
            }
        }
    });

    public Written Apply(ApiTarget target, JsonObject body, WriteOptions options)
    {
        var kind = target.Kind;
        string version = body.Text("metadata", "resourceVersion");
        if (body.At("metadata", "managedFields") is not null)
        {
            throw StatusException.BadRequest("metadata.managedFields must be nil");
        }

        var applied = Decoding.Decode(kind, body, options);
        Preparation.Name(kind, applied, target);
        applied["metadata"]!.AsObject().Remove("resourceVersion");
        return Locked(kind, () =>
        {
            for (int attempt = 1; ; attempt++)
            {
                var before = store.Get(Key(target));
                if (version.Length > 0 && version != before.Text("metadata", "resourceVersion"))
                {
                    throw StatusException.Conflict(kind, target.Name!, Modified);
                }

                if (before is null && target.Subresource.Length > 0)
                {
                    throw StatusException.NotFound(kind, target.Name!);
                }

                try
                {
                    return ApplyOnce(target, applied, before, options);
                }
                catch (StatusException e) when (e is { Code: 409, Reason: "Conflict", Causes.Count: 0 } && attempt < Attempts)
                {
                    // Someone wrote in between: merge with what they wrote.
                }
            }
        });
    }

    public static ResourceKey Key(ApiTarget target) => new(target.Kind.Resource, target.Namespace, target.Name ?? "");

    private Written ApplyOnce(ApiTarget target, JsonObject applied, JsonObject? before, WriteOptions options)
    {
        var kind = target.Kind;
        var outcome = FieldOwnership.Apply(kind.Schema, before ?? new JsonObject { ["metadata"] = new JsonObject() }, applied, Writer(target, options), options.Force, merged =>
            Preparation.Complete(kind, Decoding.Decode(kind, merged, options with { Validation = FieldValidation.Ignore }), before, target.Subresource));
        if (outcome.Object is null)
        {
            throw Conflict(kind, target.Name!, outcome.Conflicts);
        }

        return Store(target, outcome.Object, before, options, owned: true);
    }

    private Written Store(ApiTarget target, JsonObject next, JsonObject? before, WriteOptions options, bool owned = false)
    {
        var kind = target.Kind;
        if (before is null)
        {
            NamespaceMustBeOpen(target);
            if (kind.Caveat is { } caveat)
            {
                options.Warnings.Add($"the sandbox keeps {kind.Kind} objects and {caveat}");
            }
        }

        if (kind.Kind == "Service")
        {
            ClusterIpAllocator.Assign(addresses, next, before, kind);
        }

        if (Validation.Check(kind, next, before) is { Count: > 0 } causes)
        {
            throw StatusException.Invalid(kind, target.Name!, causes);
        }

        if (!owned)
        {
            next = FieldOwnership.Update(kind.Schema, before ?? new JsonObject { ["metadata"] = new JsonObject() }, next, Writer(target, options));
        }

        if (options.DryRun)
        {
            return DryRun(target, next, before);
        }

        var key = Key(target);
        var result = before is null ? store.Create(key, next) : store.Update(key, next);
        return result.Outcome switch
        {
            StoreOutcome.Done => new Written(result.Object!, before is null),
            StoreOutcome.NotFound => throw StatusException.NotFound(kind, key.Name),
            StoreOutcome.AlreadyExists when owned => throw StatusException.Conflict(kind, key.Name, Modified),
            StoreOutcome.AlreadyExists => throw StatusException.AlreadyExists(kind, key.Name),
            StoreOutcome.Conflict => throw StatusException.Conflict(kind, key.Name, Modified),
            _ => throw new StatusException(507, "InsufficientStorage", result.Message ?? "the sandbox cannot write its store") { Kind = kind, Name = key.Name },
        };
    }

    private Written DryRun(ApiTarget target, JsonObject next, JsonObject? before)
    {
        if (before is null)
        {
            if (store.Get(Key(target)) is not null)
            {
                throw StatusException.AlreadyExists(target.Kind, target.Name!);
            }

            var metadata = ObjectMeta.Of(next);
            metadata["uid"] = Guid.NewGuid().ToString("D");
            metadata["creationTimestamp"] = ObjectMeta.Time(time.GetUtcNow());
            metadata["generation"] = 1;
        }
        else if (ObjectMeta.DesiredDiffers(next, before))
        {
            ObjectMeta.Of(next)["generation"] = (before.Number("metadata", "generation") ?? 1) + 1;
        }

        return new Written(next, before is null);
    }

    private void NamespaceMustBeOpen(ApiTarget target)
    {
        if (!target.Kind.Namespaced)
        {
            return;
        }

        var kind = ResourceCatalog.Find("", "v1", "namespaces")!;
        var ns = store.Get(new ResourceKey("namespaces", "", target.Namespace)) ?? throw StatusException.NotFound(kind, target.Namespace);
        if (ObjectMeta.IsDeleting(ns))
        {
            string why = $"unable to create new content in namespace {target.Namespace} because it is being terminated";
            throw new StatusException(403, "Forbidden", $"{target.Kind.Resource} \"{target.Name}\" is forbidden: {why}")
            {
                Kind = target.Kind,
                Name = target.Name,
                Causes = [new StatusCause("NamespaceTerminating", "metadata.namespace", $"namespace {target.Namespace} is being terminated")],
            };
        }
    }

    private JsonObject Existing(ApiTarget target) => store.Get(Key(target)) ?? throw StatusException.NotFound(target.Kind, target.Name!);

    private T Locked<T>(ResourceKind kind, Func<T> write)
    {
        if (kind.Kind != "Service")
        {
            return write();
        }

        lock (_services)
        {
            return write();
        }
    }

    private FieldWriter Writer(ApiTarget target, WriteOptions options) =>
        new(options.Manager, target.Kind.ApiVersion, target.Subresource, ObjectMeta.Time(time.GetUtcNow()));

    private static void SameUid(ResourceKind kind, JsonObject before, JsonObject next)
    {
        string uid = next.Text("metadata", "uid");
        if (uid.Length > 0 && uid != before.Text("metadata", "uid"))
        {
            throw StatusException.Conflict(kind, before.Name(), $"Precondition failed: UID in precondition: {uid}, UID in object meta: {before.Text("metadata", "uid")}");
        }
    }

    private static StatusException Conflict(ResourceKind kind, string name, IReadOnlyList<FieldConflict> conflicts)
    {
        var byOwner = conflicts.GroupBy(c => c.Owner).Select(g => $"conflict{(g.Count() > 1 ? "s" : "")} with {Owner(g.Key)}:{string.Concat(g.Select(c => $"\n- {c.Path}"))}");
        string count = conflicts.Count == 1 ? "1 conflict" : $"{conflicts.Count} conflicts";
        string message = conflicts.Count == 1
            ? $"Apply failed with {count}: conflict with {Owner(conflicts[0].Owner)}: {conflicts[0].Path}"
            : $"Apply failed with {count}: {string.Join("\n", byOwner)}";
        return new StatusException(409, "Conflict", message)
        {
            Kind = kind,
            Name = name,
            Causes = [.. conflicts.Select(c => new StatusCause("FieldManagerConflict", c.Path, $"conflict with {Owner(c.Owner)}"))],
        };

        static string Owner(FieldManagerEntry entry) => entry.Operation == FieldManagerEntry.Apply
            ? $"\"{entry.Manager}\""
            : $"\"{entry.Manager}\"{(entry.Subresource.Length > 0 ? $" with subresource \"{entry.Subresource}\"" : "")} using {entry.ApiVersion}{(entry.Time is { } at ? $" at {at}" : "")}";
    }
}
