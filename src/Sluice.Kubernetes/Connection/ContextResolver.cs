using System.Net;
using k8s;
using k8s.Authentication;
using k8s.KubeConfigModels;
using Sluice.Kubernetes.Api;
using Sluice.Model.Input;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Connection;

/// <summary>From the user's words to a configuration: finds files, checks the context and what it names, adds what KubernetesClient leaves out.</summary>
internal static class ContextResolver
{
    public static ClusterResult<ResolvedContext> Resolve(ConnectionRequest request)
    {
        string? variable = Environment.GetEnvironmentVariable(KubeconfigFiles.Variable);
        ClusterResult<IReadOnlyList<string>> located = KubeconfigFiles.Locate(request.Kubeconfig, variable, KubernetesClientConfiguration.KubeConfigDefaultLocation);
        if (!located.Succeeded(out IReadOnlyList<string>? files))
        {
            bool inPod = request.Kubeconfig is null && string.IsNullOrEmpty(variable) && request.Context is null && KubernetesClientConfiguration.IsInCluster();
            return inPod
                ? ClusterResult<ResolvedContext>.Ok(new ResolvedContext(KubernetesClientConfiguration.InClusterConfig(), null, "this pod's cluster"))
                : ClusterResult<ResolvedContext>.Failed(located.Problems);
        }

        ClusterResult<K8SConfiguration> loaded = KubeconfigFiles.Load(files);
        return loaded.Succeeded(out K8SConfiguration? merged)
            ? Choose(merged, files, request.Context ?? merged.CurrentContext)
            : ClusterResult<ResolvedContext>.Failed(loaded.Problems);
    }

    private static ClusterResult<ResolvedContext> Choose(K8SConfiguration merged, IReadOnlyList<string> files, string? name)
    {
        string where = string.Join(Path.PathSeparator, files);
        Context? context = merged.Contexts.FirstOrDefault(c => c.Name == name);
        if (context?.ContextDetails is not { } details)
        {
            return Failed(UnknownContext(where, name, [.. merged.Contexts.Select(c => c.Name)]));
        }

        where = $"{where}, context {name}";
        if (merged.Clusters.All(c => c.Name != details.Cluster))
        {
            return Failed(Missing(where, "cluster", details.Cluster, merged.Clusters.Select(c => c.Name)));
        }

        User? user = merged.Users.FirstOrDefault(u => u.Name == details.User);
        if (user is null && !string.IsNullOrEmpty(details.User))
        {
            return Failed(Missing(where, "user", details.User, merged.Users.Select(u => u.Name)));
        }

        try
        {
            return Build(merged, files, context, user, where);
        }
        catch (Exception e) when (KubeconfigFailures.IsExpected(e))
        {
            return Failed(KubeconfigFailures.Unusable(where, e));
        }
    }

    private static ClusterResult<ResolvedContext> Build(K8SConfiguration merged, IReadOnlyList<string> files, Context context, User? user, string where)
    {
        KubeconfigExtras extras = KubeconfigExtras.Read(files);
        string? tokenFile = extras.TokenFiles.GetValueOrDefault(context.ContextDetails.User ?? "");
        bool tokenFromFile = tokenFile is not null && string.IsNullOrEmpty(user?.UserCredentials?.Token);
        if (tokenFromFile && !File.Exists(tokenFile))
        {
            return Failed(new ClusterProblem(ClusterProblemKind.Configuration, $"{where}: tokenFile {tokenFile} does not exist.", "Log in again, or correct tokenFile in the kubeconfig."));
        }

        if (tokenFromFile || IsAnonymous(user))
        {
            // KubernetesClient refuses a user in whom it finds no credential; without a user it leaves that to us.
            context.ContextDetails.User = null!;
        }

        KubernetesClientConfiguration configuration = KubernetesClientConfiguration.BuildConfigFromConfigObject(merged, context.Name);
        if (tokenFromFile)
        {
            configuration.TokenProvider = new TokenFileAuth(tokenFile);
        }

        if (extras.ProxyUrls.GetValueOrDefault(context.ContextDetails.Cluster ?? "") is { } proxy)
        {
            configuration.FirstMessageHandlerSetup = handler => handler.Proxy = new WebProxy(proxy);
        }

        Impersonation? other = null;
        if (user?.UserCredentials is { Impersonate.Length: > 0 } acting)
        {
            string[] groups = [.. acting.ImpersonateGroups ?? []];
            if (groups.Length > 1)
            {
                return Failed(new ClusterProblem(ClusterProblemKind.Configuration, $"{where}: as-groups names {groups.Length} groups; Sluice can act in one.", "Keep the group that holds the rights to deploy."));
            }

            other = new Impersonation(acting.Impersonate, groups.FirstOrDefault());
        }

        return ClusterResult<ResolvedContext>.Ok(new ResolvedContext(configuration, other, where));
    }

    private static bool IsAnonymous(User? user) => user?.UserCredentials is null or
    {
        Token: null or "",
        UserName: null or "",
        ClientCertificate: null or "",
        ClientCertificateData: null or "",
        ExternalExecution: null,
    };

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

    private static ClusterProblem Missing(string where, string what, string name, IEnumerable<string> existing)
    {
        string guess = NearestName.Of(name ?? "", existing) is { } nearest ? $" Did you mean {nearest}?" : "";
        return new ClusterProblem(ClusterProblemKind.Configuration, $"{where}: names the {what} {name}, which the kubeconfig does not have.{guess}", "kubectl config view shows what it has.");
    }

    private static ClusterResult<ResolvedContext> Failed(ClusterProblem problem) => ClusterResult<ResolvedContext>.Failed(problem);
}
