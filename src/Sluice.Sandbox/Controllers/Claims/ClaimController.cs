using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Controllers.Claims;

/// <summary>Gives every PersistentVolumeClaim what it asks for: pods that mount it share a folder that stays as long as the claim.</summary>
internal sealed class ClaimController : IController
{
    public string Name => "persistentvolume-binder";

    public IReadOnlyList<WatchRule> Watches { get; } = [new(Resources.Claims, change => [change.Key])];

    public Reconciled Reconcile(IObjectStore store, ResourceKey key, DateTimeOffset now)
    {
        if (store.Get(key) is not { } claim || claim.IsDeleting() || claim.Text("status", "phase") == "Bound")
        {
            return Reconciled.Nothing;
        }

        var bound = claim.Copy();
        bound.Ensure("spec")["volumeName"] = $"pvc-{claim.Uid()}";
        var status = new JsonObject { ["phase"] = "Bound" };
        foreach (var (name, asked) in (ReadOnlySpan<(string, JsonNode?)>)[("accessModes", claim.At("spec", "accessModes")), ("capacity", claim.At("spec", "resources", "requests"))])
        {
            if (asked is not null)
            {
                status[name] = asked.DeepClone();
            }
        }

        bound["status"] = status;
        return Reconciled.Of(new StoreWrite.Update(key, bound));
    }
}
