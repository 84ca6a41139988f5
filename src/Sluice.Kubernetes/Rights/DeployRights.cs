using Sluice.Kubernetes.Apply;
using Sluice.Kubernetes.Discovery;
using Sluice.Manifests;
using Sluice.Model.Environments;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Rights;

/// <summary>The rights that a deploy of an environment needs.</summary>
/// <param name="Needed">Each with what it is needed for; a right that is needed for two things comes twice.</param>
/// <param name="Problems">Objects that the cluster has no place for; what they need is not among <paramref name="Needed"/>.</param>
public sealed record DeployRights(IReadOnlyList<Right> Needed, IReadOnlyList<ClusterProblem> Problems)
{
    private const string Apps = "apps";
    private const string Watching = "wait until its pods are ready";
    private const string Evidence = "say why pods do not become ready";
    private const string Ledger = "keep the list of releases";
    private const string Smoke = "ask a service whether it serves";

    private static readonly string[] LedgerVerbs = ["get", "create", "update"];
    private static readonly (string Group, string Resource)[] Watched = [(Apps, "deployments"), (Apps, "replicasets"), ("", "pods")];

    // One object is read by itself, several by a list; see LiveObjects.
    private static readonly string[] VerbsForOne = ["get", "create", "patch"];
    private static readonly string[] VerbsForMany = ["list", "create", "patch"];

    /// <param name="discovery">Of the cluster.</param>
    /// <param name="namespaces">The environment's namespaces; the first keeps Sluice's own records.</param>
    /// <param name="objects">What is applied.</param>
    /// <param name="services">The environment's services; those with stacks need rights over traffic.</param>
    /// <param name="proxied">Whether services are asked through the API server, as they are unless the cluster's addresses are this machine's.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public static async Task<DeployRights> OfAsync(ApiDiscovery discovery, IReadOnlyList<string> namespaces, IReadOnlyList<ManifestObject> objects, IReadOnlyList<ServicePlacement> services, bool proxied, CancellationToken cancellationToken)
    {
        FoundTargets found = await new TargetFinder(discovery, namespaces[0]).FindAsync(objects, cancellationToken).ConfigureAwait(false);
        IEnumerable<Right> applying = found.Targets.GroupBy(t => (t.Resource, t.Namespace)).SelectMany(Applying);
        return new DeployRights([.. namespaces.SelectMany(ns => Serving(ns, proxied)), .. Records(namespaces[0]), .. StackRights.Of(services), .. TrafficRights.Of(services), .. applying], found.Problems);
    }

    private static IEnumerable<Right> Serving(string ns, bool proxied)
    {
        foreach ((string group, string resource) in Watched)
        {
            yield return new Right("list", group, resource, ns, Watching);
            yield return new Right("watch", group, resource, ns, Watching);
        }

        yield return new Right("get", "", "pods/log", ns, Evidence);
        yield return new Right("list", "", "events", ns, Evidence);
        yield return new Right("get", "", "services", ns, Smoke);
        if (proxied)
        {
            yield return new Right("get", "", "services/proxy", ns, Smoke);
        }
    }

    private static IEnumerable<Right> Records(string ns) => LedgerVerbs.Select(verb => new Right(verb, "", "configmaps", ns, Ledger));

    private static IEnumerable<Right> Applying(IGrouping<(ApiResource Resource, string Namespace), ApplyTarget> targets)
    {
        (ApiResource resource, string ns) = targets.Key;
        string group = resource.ApiVersion.Contains('/', StringComparison.Ordinal) ? resource.ApiVersion.Split('/')[0] : "";
        string[] names = [.. targets.Select(t => t.Object.Name)];
        string why = names.Length == 1 ? $"apply {resource.Kind}/{names[0]}" : $"apply {names.Length} objects of kind {resource.Kind}";
        return (names.Length == 1 ? VerbsForOne : VerbsForMany)
            .Select(verb => new Right(verb, group, resource.Plural, ns, why) { Names = verb is "get" or "patch" ? names : [] });
    }
}
