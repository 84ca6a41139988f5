namespace Nuke.Common.IO;

/// <summary>A path seen from another one.</summary>
public class RelativePath
{
    private readonly string _path;

    protected RelativePath(string path, char? separator = null)
    {
        _path = separator is { } character ? path.Replace('\\', character).Replace('/', character) : path;
    }

    public static explicit operator RelativePath(string path) => path is null ? null : new RelativePath(path);

    public static implicit operator string(RelativePath path) => path?._path;

    public static RelativePath operator /(RelativePath left, string right) => new(Path.Join(left._path, right));

    public override string ToString() => _path;
}
