using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Http;
using Sluice.Sandbox.Api.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Api.Reading;

/// <summary>A page of a list.</summary>
/// <param name="Items">The selected objects of this page.</param>
/// <param name="Revision">The list is current at it.</param>
/// <param name="Continue">Token of the next page; <see langword="null"/> at the end.</param>
/// <param name="Remaining">Objects after this page; <see langword="null"/> at the end.</param>
internal sealed record ObjectPage(IReadOnlyList<JsonObject> Items, long Revision, string? Continue, long? Remaining);

/// <summary>Lists objects. Pages are cut by name, so an object made or removed meanwhile neither repeats nor hides another.</summary>
internal static class ObjectLister
{
    public static ObjectPage List(IObjectStore store, ApiTarget target, ApiQuery query)
    {
        var selection = new ObjectSelection(target, query);
        var all = store.List(target.Kind.Resource, target.Namespace.Length > 0 ? target.Namespace : null);
        Reachable(query, all.Revision);
        string? after = query.Text("continue") is { } token ? Decode(token) : null;
        var items = all.Items.Where(selection.Matches).Where(i => after is null || string.CompareOrdinal(Place(i), after) > 0).ToList();
        int limit = (int)Math.Min(query.Number("limit") ?? 0, int.MaxValue);
        if (limit == 0 || items.Count <= limit)
        {
            return new ObjectPage(items, all.Revision, null, null);
        }

        string next = Convert.ToBase64String(Encoding.UTF8.GetBytes(Place(items[limit - 1])));
        return new ObjectPage(items[..limit], all.Revision, next, items.Count - limit);
    }

    private static void Reachable(ApiQuery query, long revision)
    {
        if (query.Text("resourceVersion") is not { } text)
        {
            return;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long asked))
        {
            throw StatusException.BadRequest($"invalid resource version \"{text}\": it is a whole number");
        }

        if (query.Text("resourceVersionMatch") == "Exact" && asked != revision)
        {
            throw StatusException.Gone($"The provided resource version {asked} is not available: the sandbox keeps lists of the present only ({revision})");
        }

        if (asked > revision)
        {
            throw new StatusException(504, "Timeout", $"Too large resource version: {asked}, current: {revision}");
        }
    }

    /// <summary>Sorts as the store does: by namespace, then name.</summary>
    private static string Place(JsonObject item) => item.Namespace() + "\0" + item.Name();

    private static string Decode(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(token));
        }
        catch (FormatException)
        {
            throw StatusException.BadRequest("continue key is not valid: list again without it");
        }
    }
}
