using System.Globalization;
using Microsoft.Extensions.Primitives;
using Sluice.Sandbox.Api.Catalog;

namespace Sluice.Sandbox.Api.Http;

/// <summary>What a path below /api or /apis names, with the query.</summary>
/// <param name="Kind">The resource.</param>
/// <param name="Namespace">Empty for cluster-scoped resources and for all namespaces.</param>
/// <param name="Name"><see langword="null"/> for the collection.</param>
/// <param name="Subresource">Empty for the object itself.</param>
/// <param name="Rest">What follows the subresource (of a proxy), with its leading slash.</param>
internal sealed record ApiTarget(ResourceKind Kind, string Namespace, string? Name, string Subresource, string Rest)
{
    public static ApiTarget? Parse(string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        (string group, string version, int at) = parts switch
        {
            ["api", var v, _, ..] => ("", v, 2),
            ["apis", var g, var v, _, ..] => (g, v, 3),
            _ => ("", "", 0),
        };
        if (at == 0)
        {
            return null;
        }

        string[] rest = parts[at..];
        string ns = "";
        if (rest is ["namespaces", var named, var inner, ..] && (group.Length > 0 || ResourceCatalog.Find(group, version, inner) is not null))
        {
            (ns, rest) = (named, rest[2..]);
        }

        if (ResourceCatalog.Find(group, version, rest[0]) is not { } kind || (ns.Length > 0 && !kind.Namespaced))
        {
            return null;
        }

        string sub = rest.Length > 2 ? rest[2] : "";
        string tail = rest.Length > 3 || (sub == "proxy" && path.EndsWith('/')) ? AfterSubresource(path, at + (ns.Length > 0 ? 2 : 0) + 3) : "";
        return new ApiTarget(kind, ns, rest.Length > 1 ? Uri.UnescapeDataString(rest[1]) : null, sub, tail);
    }

    /// <summary>The path after that many elements, kept as it was written.</summary>
    private static string AfterSubresource(string path, int elements)
    {
        int at = 0;
        for (int i = 0; i < elements && at >= 0; i++)
        {
            at = path.IndexOf('/', at + 1);
        }

        return at < 0 ? "" : path[at..];
    }
}

/// <summary>Reads a request's query, refusing what cannot be meant.</summary>
internal sealed class ApiQuery(IQueryCollection query)
{
    public string? Text(string name) => query.TryGetValue(name, out StringValues value) && value.Count > 0 && value[0] is { Length: > 0 } text ? text : null;

    /// <summary>Present without a value, <c>true</c> or <c>1</c>.</summary>
    public bool Flag(string name) => query.TryGetValue(name, out var value) && value.ToString() is "" or "true" or "1" && query.ContainsKey(name);

    public long? Number(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw StatusException.BadRequest($"invalid query parameter {name}={text}: a whole number, 0 or more, is expected");
    }

    public bool DryRun => query.TryGetValue("dryRun", out var value) && value.Count > 0 && (value.All(v => v == "All")
        ? true
        : throw StatusException.BadRequest($"invalid query parameter dryRun={value}: only All is allowed"));
}
