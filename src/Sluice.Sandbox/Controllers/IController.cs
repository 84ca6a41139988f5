using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers;

/// <summary>A resource to watch, and which of the controller's objects a change there concerns.</summary>
internal sealed record WatchRule(string Resource, Func<StoreEvent, IEnumerable<ResourceKey>> Concerns);

/// <summary>
/// Brings one kind of object to what it asks for. <see cref="Reconcile"/> only reads and decides: it depends on nothing but the
/// store's content, the key and the time, and is called again whenever something it may have read has changed.
/// </summary>
internal interface IController
{
    string Name { get; }

    IReadOnlyList<WatchRule> Watches { get; }

    Reconciled Reconcile(IObjectStore store, ResourceKey key, DateTimeOffset now);
}
