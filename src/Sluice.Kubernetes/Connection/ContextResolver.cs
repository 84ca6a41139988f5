using Sluice.Kubernetes.Api;
using Sluice.Kubernetes.Connection.Credentials;
using Sluice.Kubernetes.Connection.Kubeconfigs;
using Sluice.Kubernetes.Connection.Tls;
using Sluice.Model.Input;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Connection;

/// <summary>From the user's words to all that is needed to connect: finds files, checks the context and what it names.</summary>
internal static class ContextResolver
{
    public static ClusterResult<ResolvedContext> Resolve(ConnectionRequest request, TimeProvider time)
    {
        string? variable = Environment.GetEnvironmentVariable(KubeconfigFiles.Variable);
        ClusterResult<IReadOnlyList<string>> located = KubeconfigFiles.Locate(request.Kubeconfig, variable, KubeconfigFiles.Default);
        if (!located.Succeeded(out IReadOnlyList<string>? files))
        {
            bool nothingNamed = request.Kubeconfig is null && string.IsNullOrEmpty(variable) && request.Context is null;
            ClusterResult<ResolvedContext>? pod = nothingNamed ? PodCluster.Find(Environment.GetEnvironmentVariable, PodCluster.ServiceAccount, request.OnSecret) : null;
            return pod ?? ClusterResult<ResolvedContext>.Failed(located.Problems);
        }

        ClusterResult<Kubeconfig> loaded = KubeconfigFiles.Load(files);
        return loaded.Succeeded(out Kubeconfig? merged)
            ? Choose(merged, string.Join(Path.PathSeparator, files), request.Context ?? merged.CurrentContext, request.OnSecret, time)
            : ClusterResult<ResolvedContext>.Failed(loaded.Problems);
    }

    private static ClusterResult<ResolvedContext> Choose(Kubeconfig merged, string where, string? name, Action<string> onSecret, TimeProvider time)
    {
        KubeconfigContext? context = merged.Contexts.FirstOrDefault(c => c.Name == name);
        if (context is null)
        {
            return ClusterResult<ResolvedContext>.Failed(UnknownContext(where, name, [.. merged.Contexts.Select(c => c.Name)]));
        }

        where = $"{where}, context {name}";
        var problems = new List<ClusterProblem>();
        KubeconfigCluster? cluster = merged.Clusters.FirstOrDefault(c => c.Name == context.Cluster);
        if (cluster is null)
        {
            problems.Add(Missing(where, "cluster", context.Cluster, merged.Clusters.Select(c => c.Name)));
        }

        KubeconfigUser? user = merged.Users.FirstOrDefault(u => u.Name == context.User);
        if (user is null && !string.IsNullOrEmpty(context.User))
        {
            problems.Add(Missing(where, "user", context.User, merged.Users.Select(u => u.Name)));
        }

        ServerSettings? server = cluster is null ? null : ServerSettings.Read(cluster, problems);
        Credential credential = user is null ? new Credential() : CredentialReader.Read(user, server?.ForPlugins ?? [], onSecret, time, problems);
        Impersonation? other = user is null ? null : Acting(user, problems);
        return server is null || problems.Count > 0
            ? ClusterResult<ResolvedContext>.Failed(problems)
            : ClusterResult<ResolvedContext>.Ok(new ResolvedContext(where, context.Name, context.Namespace ?? "", server, credential, other));
    }

    private static Impersonation? Acting(KubeconfigUser user, List<ClusterProblem> problems)
    {
        string where = $"{user.Place}: user {user.Name}";
        if (user.OtherImpersonation.Count > 0)
        {
            problems.Add(Pem.Unusable($"{where} has {string.Join(" and ", user.OtherImpersonation)}; Sluice can act as a user and in a group (as, as-groups)."));
        }

        if (user.AsGroups.Count > 1)
        {
            problems.Add(new ClusterProblem(ClusterProblemKind.Configuration, $"{where}: as-groups names {user.AsGroups.Count} groups; Sluice can act in one.", "Keep the group that holds the rights to deploy."));
        }

        if (user.AsGroups.Count > 0 && string.IsNullOrEmpty(user.As))
        {
            problems.Add(Pem.Unusable($"{where} has as-groups without as; a group goes with a user only."));
        }

        return string.IsNullOrEmpty(user.As) ? null : new Impersonation(user.As, user.AsGroups is [var group, ..] ? group : null);
    }

    private static ClusterProblem UnknownContext(string where, string? name, IReadOnlyList<string> existing)
    {
        string known = existing.Count == 0 ? "it has none at all" : $"it has {string.Join(", ", existing)}";
        if (string.IsNullOrEmpty(name))
        {
            return new ClusterProblem(ClusterProblemKind.Configuration, $"{where}: no current context, and none was asked for; {known}.", "Name the context in sluice.yaml, or kubectl config use-context NAME.");
        }

        string guess = NearestName.Of(name, existing) is { } nearest ? $" Did you mean {nearest}?" : "";
        return new ClusterProblem(ClusterProblemKind.Configuration, $"{where}: there is no context {name}; {known}.{guess}", "kubectl config get-contexts lists them.");
    }

    private static ClusterProblem Missing(string where, string what, string? name, IEnumerable<string> existing)
    {
        string guess = NearestName.Of(name ?? "", existing) is { } nearest ? $" Did you mean {nearest}?" : "";
        return new ClusterProblem(ClusterProblemKind.Configuration, $"{where}: {(string.IsNullOrEmpty(name) ? $"names no {what}" : $"names the {what} {name}, which the kubeconfig does not have")}.{guess}", "kubectl config view shows what it has.");
    }
}
