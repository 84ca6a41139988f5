using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness;
using Sluice.Manifests.Releases;
using Sluice.Rollouts.Driver;

namespace Sluice.Kubernetes.Traffic;

/// <summary>Whom a selector names.</summary>
internal enum Named
{
    /// <summary>The Service is not there.</summary>
    Missing,

    /// <summary>Somebody else, or everybody.</summary>
    Others,

    /// <summary>Nobody: it has no selector and no endpoints.</summary>
    Nobody,

    Stable,

    Candidate,

    /// <summary>Both stacks, as a weight was asked for that they share by their number.</summary>
    Both,
}

/// <summary>What one pointer says, and whether its endpoints bear it out.</summary>
/// <param name="Named">Whom its selector names.</param>
/// <param name="Asked">The weight that was asked for where both share.</param>
/// <param name="Share">Who is behind it.</param>
/// <param name="IsBorneOut">Whether those behind it are those that it names.</param>
internal sealed record PointerSight(Named Named, int? Asked, EndpointShare Share, bool IsBorneOut)
{
    public static PointerSight Of(Lane lane, NamespaceView view, string name)
    {
        EndpointShare share = EndpointShare.Of(lane, view, name);
        if (view.Find(TrafficResource.Services.Key, name) is not { } service)
        {
            return new PointerSight(Named.Missing, null, share, false);
        }

        JsonNode? selector = service["spec"]?["selector"];
        int? asked = AskedOf(service);
        Named named = selector is not JsonObject { Count: > 0 } ? share is { Stable: 0, Candidate: 0, Others: 0 } ? Named.Nobody : Named.Others
            : StackPods.Bears(selector, lane.CandidateId) ? Named.Candidate
            : lane.Stable is { } stable && StackPods.Bears(selector, stable) ? Named.Stable
            : asked is not null && selector[SluiceLabels.Revision] is null && selector["pod-template-hash"] is null ? Named.Both
            : Named.Others;
        return new PointerSight(named, asked, share, named switch
        {
            Named.Stable => share is { Candidate: 0, Others: 0 } && IsThere(view, lane.Stable, share.Stable),
            Named.Candidate => share is { Stable: 0, Others: 0 } && IsThere(view, lane.CandidateId, share.Candidate),
            Named.Both => share.Others == 0 && IsThere(view, lane.Stable, share.Stable) && IsThere(view, lane.CandidateId, share.Candidate),
            _ => false,
        });
    }

    // No endpoint is right where no pod is ready; else the endpoints lag behind. A stack that lost its last pod still has its weight.
    private static bool IsThere(NamespaceView view, StackId? stack, int endpoints) =>
        endpoints > 0 || stack is null || !(view.All(TrafficResource.Pods.Key) ?? []).Any(p => StackPods.Bears(p["metadata"]?["labels"], stack) && StackPods.IsReady(p));

    private static int? AskedOf(JsonObject service) =>
        int.TryParse(Json.Text(service["metadata"]?["annotations"]?[TrafficMarks.Weight]), NumberStyles.None, CultureInfo.InvariantCulture, out int weight) ? weight : null;
}
