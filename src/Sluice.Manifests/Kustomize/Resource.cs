using System.Text.Json.Nodes;

namespace Sluice.Manifests.Kustomize;

/// <summary>How a generated object meets one that is there already.</summary>
internal enum GeneratorBehavior
{
    Create,
    Replace,
    Merge,
}

/// <summary>An object on its way through a kustomization: its JSON changes, and it remembers what it was called before.</summary>
internal sealed class Resource(JsonObject json, string source)
{
    private readonly List<ResourceId> _previous = [];

    public JsonObject Json { get; set; } = json;

    public string Source { get; set; } = source;

    /// <summary>Its name gets the hash of its content in the end.</summary>
    public bool NeedsHash { get; set; }

    /// <summary>Prefixes and suffixes it got, inner first; tells objects of one name in two bases apart.</summary>
    public List<string> Affixes { get; } = [];

    public ResourceId Id => ResourceId.Of(Json);

    /// <summary>Everything it was called, the newest last.</summary>
    public IEnumerable<ResourceId> AllIds => _previous.Append(Id);

    public ResourceId OriginalId => _previous.Count > 0 ? _previous[0] : Id;

    public JsonObject Metadata
    {
        get
        {
            if (Json["metadata"] is not JsonObject metadata)
            {
                metadata = [];
                Json["metadata"] = metadata;
            }

            return metadata;
        }
    }

    public void Rename(string name)
    {
        _previous.Add(Id);
        Metadata["name"] = name;
    }

    public void Move(string @namespace)
    {
        _previous.Add(Id);
        Metadata["namespace"] = @namespace;
    }

    /// <summary>Takes other content, which may call it differently.</summary>
    public void Become(JsonObject changed)
    {
        var before = Id;
        Json = changed;
        if (Id != before)
        {
            _previous.Add(before);
        }
    }

    /// <summary>Takes the memory of the object that this one replaces.</summary>
    public void Inherit(Resource old)
    {
        _previous.InsertRange(0, old._previous);
        Affixes.InsertRange(0, old.Affixes);
    }
}
