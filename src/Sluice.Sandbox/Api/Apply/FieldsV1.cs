using System.Text.Json.Nodes;

namespace Sluice.Sandbox.Api.Apply;

/// <summary>The JSON form of a <see cref="FieldSet"/> in managedFields.</summary>
internal static class FieldsV1
{
    public static JsonObject Write(FieldSet set)
    {
        var json = new JsonObject();
        if (set.Member && set.Children.Count > 0)
        {
            json["."] = new JsonObject();
        }

        foreach (var (element, child) in set.Children)
        {
            json[element] = Write(child);
        }

        return json;
    }

    /// <summary>Reads what <see cref="Write"/> or a client wrote; elements of unknown spelling are left out.</summary>
    public static FieldSet Read(JsonObject json)
    {
        var set = new FieldSet();
        Read(json, set);
        return set;
    }

    private static void Read(JsonObject json, FieldSet into)
    {
        foreach (var (element, value) in json)
        {
            if (element == ".")
            {
                into.Member = true;
            }
            else if (element is ['f' or 'k' or 'v', ':', ..] && value is JsonObject below)
            {
                var child = into.At(element);
                if (below.Count == 0)
                {
                    child.Member = true;
                }
                else
                {
                    Read(below, child);
                }
            }
        }
    }
}
