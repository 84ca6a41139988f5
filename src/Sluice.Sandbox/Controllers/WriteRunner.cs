using Sluice.Sandbox.Controllers.Events;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers;

/// <summary>Makes the writes a reconcile decided on, then tells its events.</summary>
internal sealed class WriteRunner(IObjectStore store, EventRecorder events)
{
    /// <returns><see langword="false"/> when a write was refused: what the decision stood on is no longer so.</returns>
    public bool Run(Reconciled decision, string component)
    {
        if (!decision.Writes.All(Write))
        {
            return false;
        }

        foreach (var note in decision.Notes)
        {
            events.Record(note, component);
        }

        return true;
    }

    private bool Write(StoreWrite write)
    {
        var outcome = write switch
        {
            StoreWrite.Create create => store.Create(create.Key, create.Value).Outcome,
            StoreWrite.Update update => store.Update(update.Key, update.Value).Outcome,
            StoreWrite.Delete delete => store.Delete(delete.Key, delete.GraceSeconds, delete.Uid).Outcome,
            _ => throw new ArgumentOutOfRangeException(nameof(write)),
        };
        return outcome == StoreOutcome.Done || (write is StoreWrite.Delete && outcome == StoreOutcome.NotFound);
    }
}
