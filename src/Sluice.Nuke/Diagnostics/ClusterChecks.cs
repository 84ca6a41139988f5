using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Connection;
using Sluice.Kubernetes.Rights;
using Sluice.Manifests;
using Sluice.Model;
using Sluice.Rollouts;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Diagnostics;

/// <summary>What the cluster of an environment must offer: an answer, a version, a clock, namespaces, kinds and rights.</summary>
/// <param name="environment">Whose cluster.</param>
/// <param name="objects">What a deploy applies; may be empty where the manifests are wrong.</param>
/// <param name="clock">For time-outs and comparison.</param>
internal sealed class ClusterChecks(EnvironmentDefinition environment, IReadOnlyList<ManifestObject> objects, TimeProvider clock)
{
    /// <summary>The oldest minor version that has everything that a deploy needs without betas.</summary>
    private const int OldestMinor = 20;

    /// <summary>One more try, so that a hiccup is no finding; more would only keep people waiting.</summary>
    private static readonly ApiClientOptions s_impatient = new() { AttemptTimeout = TimeSpan.FromSeconds(5), Retries = 1 };

    private string Subject => environment.Name;

    /// <param name="request">How the cluster is reached.</param>
    /// <param name="cancellationToken">Ends the examination.</param>
    public async Task<IReadOnlyList<Finding>> LookAsync(ConnectionRequest request, CancellationToken cancellationToken)
    {
        var opened = await ClusterConnection.OpenAsync(request with { Options = s_impatient }, clock, cancellationToken).ConfigureAwait(false);
        if (!opened.Succeeded(out var connection))
        {
            return [.. opened.Problems.Select(problem => Of(problem, environment.Cluster.IsSandbox ? "Type: ./build.sh SandboxReset" : "Check the kubeconfig."))];
        }

        using (connection)
        {
            var version = await ServerVersion.ReadAsync(connection.Client, cancellationToken).ConfigureAwait(false);
            List<Finding> findings = [version.Succeeded(out var found) ? Version(found) : Of(version.Problems[0])];
            if (!environment.Cluster.IsSandbox)
            {
                findings.Add(ClockChecks.Compare($"the cluster of {environment.Name}", connection.Client.Clock));
            }

            foreach (var ns in environment.Namespaces)
            {
                findings.AddRange(await NamespaceAsync(connection.Client, ns, cancellationToken).ConfigureAwait(false));
            }

            findings.AddRange(await RightsAsync(connection, cancellationToken).ConfigureAwait(false));
            return findings;
        }
    }

    internal Finding Version(ServerVersion version) => version.Minor < OldestMinor
        ? Finding.Notice(Subject, $"its cluster ({environment.Cluster}) is Kubernetes {version.Text}", $"Expect manifests to be refused that versions from 1.{OldestMinor} on take.")
        : Finding.Fine(Subject, $"its cluster ({environment.Cluster}) answers: Kubernetes {version.Text}");

    private async Task<IEnumerable<Finding>> NamespaceAsync(ApiClient client, string ns, CancellationToken cancellationToken)
    {
        if (objects.Any(item => item.Kind == "Namespace" && item.Name == ns))
        {
            return [];
        }

        // Who may not read namespaces may still work in one; a 404 is certain.
        var answer = await client.GetAsync($"/api/v1/namespaces/{Uri.EscapeDataString(ns)}", cancellationToken).ConfigureAwait(false);
        return answer.Error is { IsNotFound: true }
            ? [Finding.Problem(Subject, $"the namespace {ns} does not exist and is not among the manifests", $"Type: kubectl create namespace {ns}", ExitCodes.BadInput)]
            : [];
    }

    private async Task<IEnumerable<Finding>> RightsAsync(ClusterConnection connection, CancellationToken cancellationToken)
    {
        var rights = await DeployRights.OfAsync(connection.Discovery, environment.Namespaces, objects, environment.Services, proxied: !environment.Cluster.IsSandbox, cancellationToken).ConfigureAwait(false);
        var asked = await new RightsReader(connection.Client).MissingAsync(rights.Needed, cancellationToken).ConfigureAwait(false);
        var lacking = asked.Succeeded(out var missing) ? Rights(missing, rights.Needed.Count) : asked.Problems.Select(problem => Of(problem));
        return [.. rights.Problems.Select(problem => Of(problem)), .. lacking];
    }

    internal IEnumerable<Finding> Rights(IReadOnlyList<Right> missing, int needed) => missing.Count == 0
        ? [Finding.Fine(Subject, $"has every right that a deploy needs ({needed} asked for)")]
        : missing.GroupBy(right => (right.FullResource, right.Namespace)).Select(group => Lacking(group.Key.FullResource, group.Key.Namespace, [.. group]));

    private Finding Lacking(string resource, string ns, IReadOnlyList<Right> rights)
    {
        var verbs = rights.Select(right => right.Verb).Distinct().ToList();
        var where = ns.Length > 0 ? $"in namespace {ns}" : "in the cluster";
        var role = $"sluice-{resource.Split('.')[0].Replace('/', '-')}";
        var command = ns.Length > 0 ? $"kubectl -n {ns} create role {role}" : $"kubectl create clusterrole {role}";
        return Finding.Problem(
            Subject,
            $"may not {string.Join(", ", verbs)} {resource} {where}, which a deploy needs to {string.Join(" and to ", rights.Select(right => right.Why).Distinct())}",
            $"Ask for a role and its binding: {command} --verb={string.Join(',', verbs)} --resource={resource}. kubectl auth whoami shows for whom.");
    }

    private Finding Of(ClusterProblem problem, string advice = "Type the same command again when the cluster is well.") => Finding.Problem(
        Subject, problem.What, problem.Next.Length > 0 ? problem.Next : advice, problem.IsInput ? ExitCodes.BadInput : ExitCodes.Infrastructure);
}
