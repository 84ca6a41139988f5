namespace Sluice.Sandbox.Controllers.Objects;

/// <summary>Resource names as the store spells them.</summary>
internal static class Resources
{
    public const string Pods = "pods";
    public const string Services = "services";
    public const string Endpoints = "endpoints";
    public const string EndpointSlices = "endpointslices.discovery.k8s.io";
    public const string ConfigMaps = "configmaps";
    public const string Secrets = "secrets";
    public const string Claims = "persistentvolumeclaims";
    public const string ServiceAccounts = "serviceaccounts";
    public const string Namespaces = "namespaces";
    public const string Nodes = "nodes";
    public const string Events = "events";
    public const string Deployments = "deployments.apps";
    public const string ReplicaSets = "replicasets.apps";
    public const string StatefulSets = "statefulsets.apps";
    public const string DaemonSets = "daemonsets.apps";
    public const string Jobs = "jobs.batch";
    public const string Ingresses = "ingresses.networking.k8s.io";
    public const string HttpRoutes = "httproutes.gateway.networking.k8s.io";
}
