using System.Text.Json.Nodes;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files.Shapes;

/// <summary>
/// What a part of a YAML file may look like. One description drives reading, the texts of errors and the JSON schema.
/// </summary>
public abstract class Shape<T> : IShape
{
    /// <summary>What is allowed, to be read after "Allowed:".</summary>
    public abstract string Allowed { get; }

    public virtual IEnumerable<IShape> Parts => [];

    public virtual string PathPart => "";

    public virtual string Summarise(Func<IShape, string> part) => Allowed;

    /// <summary>The same as JSON schema.</summary>
    public abstract JsonObject Schema();

    /// <summary>A value as the file would write it, or empty where that is more than a few words.</summary>
    public virtual string Show(T value) => "";

    /// <summary>The value; <see langword="default"/> with an error in the context if the node is not of this shape.</summary>
    public abstract T? Read(YamlNode node, string path, ReadContext context);
}

/// <summary>A shape of whatever type, for what is made of the description itself.</summary>
public interface IShape
{
    /// <summary>What is allowed, to be read after "Allowed:".</summary>
    string Allowed { get; }

    /// <summary>The shapes that its parts may have.</summary>
    IEnumerable<IShape> Parts { get; }

    /// <summary>What stands between the path of this and the paths of its parts: <c>.&lt;service&gt;</c>, <c>[]</c>, or nothing.</summary>
    string PathPart { get; }

    /// <summary>What is allowed, for a reference: <paramref name="part"/> says what is allowed for a part.</summary>
    string Summarise(Func<IShape, string> part);
}
