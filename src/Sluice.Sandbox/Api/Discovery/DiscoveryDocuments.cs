using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Catalog;

namespace Sluice.Sandbox.Api.Discovery;

/// <summary>What the server serves, in the plain and the aggregated form, made from the catalogue.</summary>
internal static class DiscoveryDocuments
{
    public const string GitVersion = "v1.34.0-sluice-sandbox";

    private static readonly string[] Verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    private static readonly string[] StatusVerbs = ["get", "patch", "update"];

    public static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "34",
        ["gitVersion"] = GitVersion,
        ["gitCommit"] = "",
        ["gitTreeState"] = "",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = "",
        ["platform"] = "linux/amd64",
    };

    public static JsonObject Core() => new() { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1") };

    public static JsonObject Groups() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. ResourceCatalog.Groups.Where(g => g.Key.Length > 0).Select(g => Group(g.First()))]),
    };

    public static JsonObject? Group(string group) =>
        ResourceCatalog.Kinds.FirstOrDefault(k => k.Group == group) is not { } first ? null : Typed(Group(first));

    public static JsonObject? Resources(string group, string version)
    {
        var kinds = ResourceCatalog.Kinds.Where(k => k.Group == group && k.Version == version).ToList();
        return kinds.Count == 0 ? null : new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = kinds[0].ApiVersion,
            ["resources"] = new JsonArray([.. kinds.SelectMany(Resources)]),
        };
    }

    /// <param name="core">The core group (at /api) or all others (at /apis).</param>
    public static JsonObject Aggregated(bool core) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. ResourceCatalog.Groups.Where(g => g.Key.Length == 0 == core).Select(g => new JsonObject
        {
            ["metadata"] = core ? new JsonObject() : new JsonObject { ["name"] = g.Key },
            ["versions"] = new JsonArray(new JsonObject
            {
                ["version"] = g.First().Version,
                ["freshness"] = "Current",
                ["resources"] = new JsonArray([.. g.Select(AggregatedResource)]),
            }),
        })]),
    };

    private static JsonObject Typed(JsonObject group)
    {
        group["kind"] = "APIGroup";
        group["apiVersion"] = "v1";
        return group;
    }

    private static JsonObject Group(ResourceKind kind)
    {
        var version = new JsonObject { ["groupVersion"] = kind.ApiVersion, ["version"] = kind.Version };
        return new JsonObject { ["name"] = kind.Group, ["versions"] = new JsonArray(version), ["preferredVersion"] = version.DeepClone() };
    }

    private static IEnumerable<JsonNode> Resources(ResourceKind kind)
    {
        var main = Resource(kind, kind.Plural, kind.Kind, VerbsOf(kind));
        main["singularName"] = kind.Singular;
        main["shortNames"] = kind.ShortNames.Count > 0 ? Texts(kind.ShortNames) : null;
        main["categories"] = kind.Categories.Count > 0 ? Texts(kind.Categories) : null;
        yield return main;
        foreach (var (name, of, verbs) in Subresources(kind))
        {
            var sub = Resource(kind, $"{kind.Plural}/{name}", of, verbs);
            if (of == "Scale")
            {
                sub["group"] = "autoscaling";
                sub["version"] = "v1";
            }

            yield return sub;
        }
    }

    private static string[] VerbsOf(ResourceKind kind) => kind.IsReview ? ["create"] : Verbs;

    private static JsonObject Resource(ResourceKind kind, string name, string of, IEnumerable<string> verbs) => new()
    {
        ["name"] = name,
        ["singularName"] = "",
        ["namespaced"] = kind.Namespaced,
        ["kind"] = of,
        ["verbs"] = Texts(verbs),
    };

    private static JsonObject AggregatedResource(ResourceKind kind)
    {
        var resource = new JsonObject
        {
            ["resource"] = kind.Plural,
            ["responseKind"] = ResponseKind(kind.Group, kind.Version, kind.Kind),
            ["scope"] = kind.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = kind.Singular,
            ["verbs"] = Texts(VerbsOf(kind)),
            ["shortNames"] = Texts(kind.ShortNames),
            ["categories"] = Texts(kind.Categories),
        };
        var subresources = Subresources(kind).Select(s => new JsonObject
        {
            ["subresource"] = s.Name,
            ["responseKind"] = s.Kind == "Scale" ? ResponseKind("autoscaling", "v1", "Scale") : ResponseKind(kind.Group, kind.Version, s.Kind),
            ["verbs"] = Texts(s.Verbs),
        }).ToArray();
        if (subresources.Length > 0)
        {
            resource["subresources"] = new JsonArray([.. subresources]);
        }

        return resource;
    }

    private static IEnumerable<(string Name, string Kind, string[] Verbs)> Subresources(ResourceKind kind)
    {
        if (kind.HasStatus)
        {
            yield return ("status", kind.Kind, StatusVerbs);
        }

        if (kind.HasScale)
        {
            yield return ("scale", "Scale", StatusVerbs);
        }

        if (kind.Kind == "Pod")
        {
            yield return ("log", "Pod", ["get"]);
        }

        if (kind.Kind is "Pod" or "Service")
        {
            yield return ("proxy", kind.Kind + "ProxyOptions", ["create", "delete", "get", "patch", "update"]);
        }
    }

    private static JsonObject ResponseKind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => JsonValue.Create(t))];
}
