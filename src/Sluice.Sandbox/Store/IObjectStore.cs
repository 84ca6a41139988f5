using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Store;

/// <summary>
/// The cluster's objects, with one revision counter for all of them. Thread-safe. Objects handed out are snapshots:
/// a caller changes a clone and writes it back; a write with a stale <c>metadata.resourceVersion</c> is a conflict.
/// The store sets uid, creationTimestamp, resourceVersion and generation (which moves only when something but
/// metadata and status changed), and removes an object for good once it has a deletionTimestamp and no finalizers.
/// </summary>
internal interface IObjectStore
{
    /// <summary>The revision of the newest write.</summary>
    long Revision { get; }

    JsonObject? Get(ResourceKey key);

    /// <summary>All objects of a resource, in one namespace or (<see langword="null"/>) in all, ordered by namespace and name.</summary>
    StoreList List(string resource, string? ns);

    /// <summary>Adds a new object; with the uid that it brings, for objects whose content names it, else with a new one.</summary>
    StoreResult Create(ResourceKey key, JsonObject value);

    /// <summary>
    /// Replaces an object; conflict when <paramref name="value"/> carries another resourceVersion (or uid) than the stored one; none = unconditional.
    /// A write that changes nothing keeps the revision. uid, creationTimestamp, generation and deletionTimestamp are the
    /// store's: what <paramref name="value"/> says of them is ignored. When a deleted object loses its last finalizer here, it is removed.
    /// </summary>
    StoreResult Update(ResourceKey key, JsonObject value);

    /// <summary>
    /// Marks an object as deleted, or removes it when no finalizers and no grace period hold it back. Done carries the last state.
    /// Finalizers are metadata.finalizers and, of namespaces, spec.finalizers.
    /// </summary>
    /// <param name="key">The object.</param>
    /// <param name="gracePeriodSeconds">For pods: more than 0 sets deletionTimestamp (now + grace) and deletionGracePeriodSeconds and leaves removal to the
    /// kubelet, which deletes once more with 0; otherwise removed at once. Asked again, grace only shortens.</param>
    /// <param name="uid">When given, only an object with this uid is deleted.</param>
    StoreResult Delete(ResourceKey key, long gracePeriodSeconds = 0, string? uid = null);

    /// <summary>All changes of a resource after a revision, first those that already happened, then new ones, until cancelled.</summary>
    /// <param name="resource">Group and plural.</param>
    /// <param name="ns">One namespace, or <see langword="null"/> for all.</param>
    /// <param name="afterRevision">0 for "everything that exists, as Added, then changes".</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="RevisionGoneException">The history no longer reaches back that far (HTTP 410).</exception>
    IAsyncEnumerable<StoreEvent> Watch(string resource, string? ns, long afterRevision, CancellationToken cancellationToken);

    /// <summary>The same as a subscription with its own queue, for those who must know when it is empty.</summary>
    /// <exception cref="RevisionGoneException">The history no longer reaches back that far (HTTP 410).</exception>
    StoreWatch Subscribe(string resource, string? ns, long afterRevision);
}
