using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers.Events;

/// <summary>
/// Writes Event objects. The same thing said again about the same object raises the count of the one that is there: its name
/// follows from what it says, so nothing has to be remembered.
/// </summary>
internal sealed class EventRecorder(IObjectStore store, TimeProvider time)
{
    private const int Attempts = 5;

    /// <param name="note">What happened to what.</param>
    /// <param name="component">Who says it: <c>kubelet</c>, <c>deployment-controller</c>, ….</param>
    /// <param name="fieldPath">The part of the object, for example <c>spec.containers{backend}</c>.</param>
    public void Record(Note note, string component, string? fieldPath = null)
    {
        var key = KeyOf(note, component, fieldPath);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            var outcome = store.Get(key) is { } standing
                ? store.Update(key, CountedUp(standing, time.GetUtcNow())).Outcome
                : store.Create(key, New(note, component, fieldPath, key.Namespace, time.GetUtcNow())).Outcome;
            if (outcome is not (StoreOutcome.Conflict or StoreOutcome.AlreadyExists or StoreOutcome.NotFound))
            {
                return;
            }
        }
    }

    private static ResourceKey KeyOf(Note note, string component, string? fieldPath)
    {
        string ns = note.Involved.Namespace() is { Length: > 0 } own ? own : "default";
        string suffix = Names.Hash(string.Join('\n', note.Involved.Uid(), note.Type, note.Reason, note.Message, component, fieldPath));
        return new ResourceKey(Resources.Events, ns, $"{note.Involved.Name()}.{suffix}");
    }

    private static JsonObject CountedUp(JsonObject standing, DateTimeOffset now)
    {
        var next = standing.Copy();
        next["count"] = (standing.Int("count") ?? 1) + 1;
        next["lastTimestamp"] = now.Stamp();
        return next;
    }

    private static JsonObject New(Note note, string component, string? fieldPath, string ns, DateTimeOffset now)
    {
        var involved = new JsonObject
        {
            ["kind"] = note.Involved.Text("kind"),
            ["namespace"] = note.Involved.Namespace(),
            ["name"] = note.Involved.Name(),
            ["uid"] = note.Involved.Uid(),
            ["apiVersion"] = note.Involved.Text("apiVersion"),
        };
        if (fieldPath is not null)
        {
            involved["fieldPath"] = fieldPath;
        }

        return new JsonObject
        {
            ["kind"] = "Event",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject { ["namespace"] = ns },
            ["involvedObject"] = involved,
            ["reason"] = note.Reason,
            ["message"] = note.Message,
            ["source"] = new JsonObject { ["component"] = component },
            ["firstTimestamp"] = now.Stamp(),
            ["lastTimestamp"] = now.Stamp(),
            ["count"] = 1,
            ["type"] = note.Type,
            ["eventTime"] = null,
            ["reportingComponent"] = component,
            ["reportingInstance"] = "",
        };
    }
}
