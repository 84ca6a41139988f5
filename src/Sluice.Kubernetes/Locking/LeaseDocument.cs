using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Rollouts.Locking;

namespace Sluice.Kubernetes.Locking;

/// <summary>The lock as a Lease object, and back. Pure.</summary>
internal static class LeaseDocument
{
    public const string Name = "sluice-lock";
    public const string PurposeKey = "sluice.dev/purpose";
    public const string UrlKey = "sluice.dev/run-url";
    public const string FenceKey = "sluice.dev/fence";
    public const string ExclusiveKey = "sluice.dev/exclusive";

    public static JsonObject Write(LeaseState lease, string ns)
    {
        var annotations = new JsonObject { [FenceKey] = lease.Fence.ToString(CultureInfo.InvariantCulture) };
        Add(annotations, PurposeKey, lease.Purpose);
        Add(annotations, UrlKey, lease.Url);
        Add(annotations, ExclusiveKey, lease.IsExclusive ? "true" : "");
        var metadata = new JsonObject
        {
            ["name"] = Name,
            ["namespace"] = ns,
            ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "sluice" },
            ["annotations"] = annotations,
        };
        Add(metadata, "resourceVersion", lease.Version);
        var spec = new JsonObject
        {
            ["leaseDurationSeconds"] = (int)lease.Duration.TotalSeconds,
            ["leaseTransitions"] = lease.Transitions,
        };
        Add(spec, "holderIdentity", lease.Holder);
        Add(spec, "renewTime", lease.RenewTime);
        Add(spec, "acquireTime", lease.AcquiredAt is { } at ? LeaseState.TimeText(at) : "");
        return new JsonObject { ["apiVersion"] = "coordination.k8s.io/v1", ["kind"] = "Lease", ["metadata"] = metadata, ["spec"] = spec };
    }

    public static LeaseState Read(JsonObject json)
    {
        JsonNode? spec = json["spec"];
        JsonNode? annotations = json["metadata"]?["annotations"];
        return new LeaseState
        {
            Holder = Json.Text(spec?["holderIdentity"]),
            Purpose = Json.Text(annotations?[PurposeKey]),
            Url = Json.Text(annotations?[UrlKey]),
            IsExclusive = Json.Text(annotations?[ExclusiveKey]) == "true",
            Duration = TimeSpan.FromSeconds(Json.Int(spec?["leaseDurationSeconds"])),
            AcquiredAt = Time(spec?["acquireTime"]),
            RenewTime = Json.Text(spec?["renewTime"]),
            Transitions = Json.Int(spec?["leaseTransitions"]),
            Fence = long.TryParse(Json.Text(annotations?[FenceKey]), NumberStyles.None, CultureInfo.InvariantCulture, out long fence) ? fence : 0,
            Version = Json.Text(json["metadata"]?["resourceVersion"]),
            WrittenAt = Json.Items(json["metadata"]?["managedFields"]).Select(entry => Time(entry["time"])).Max(),
        };
    }

    private static void Add(JsonObject to, string key, string value)
    {
        if (value.Length > 0)
        {
            to[key] = value;
        }
    }

    private static DateTimeOffset? Time(JsonNode? node) =>
        DateTimeOffset.TryParse(Json.Text(node), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
}
