using System.Text.Json.Nodes;

namespace Sluice.Manifests.Kustomize.Replacing;

/// <summary>One field or item that can be read and set.</summary>
/// <param name="Parent">The map or list it is in, or the root itself.</param>
/// <param name="Key">A text key, a number, or <see langword="null"/> for the root.</param>
/// <param name="IsNew">It was made by the search, so that nothing says yet of which type it is.</param>
internal sealed record FieldPlace(JsonNode Parent, object? Key, bool IsNew = false)
{
    public JsonNode? Value => Key switch
    {
        string key => Parent[key],
        int index => Parent[index],
        _ => Parent,
    };

    public void Set(JsonNode? value)
    {
        switch (Key)
        {
            case string key:
                Parent[key] = value;
                break;
            case int index:
                Parent[index] = value;
                break;
        }
    }
}
