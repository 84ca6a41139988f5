using System.ComponentModel;
using System.Globalization;

namespace Nuke.Common.IO;

/// <summary>A rooted, normalised path. <c>path / "name"</c> goes down, <c>path / ..</c> goes up.</summary>
[TypeConverter(typeof(TypeConverter))]
public class AbsolutePath : IAbsolutePathHolder, IFormattable
{
    public const string DoubleQuote = "d";
    public const string DoubleQuoteIfNeeded = "dn";
    public const string SingleQuote = "s";
    public const string SingleQuoteIfNeeded = "sn";
    public const string NoQuotes = "nq";

    private static readonly StringComparison Comparison =
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private readonly string _path;

    private AbsolutePath(string path)
    {
        _path = path;
    }

    public string Name => System.IO.Path.GetFileName(_path);

    public string NameWithoutExtension => System.IO.Path.GetFileNameWithoutExtension(_path);

    /// <summary>With its dot, empty where there is none.</summary>
    public string Extension => System.IO.Path.GetExtension(_path);

    /// <summary>Null at the root of the file system.</summary>
    public AbsolutePath Parent => System.IO.Path.GetDirectoryName(_path) is { } parent ? new AbsolutePath(parent) : null;

    AbsolutePath IAbsolutePathHolder.Path => this;

    public static AbsolutePath Create(string path)
    {
        Assert.True(System.IO.Path.IsPathFullyQualified(path), $"Path '{path}' must be absolute");
        var full = System.IO.Path.GetFullPath(path);
        return new AbsolutePath(full.Length > 1 ? System.IO.Path.TrimEndingDirectorySeparator(full) : full);
    }

    public static implicit operator AbsolutePath(string path) => path is null ? null : Create(path);

    public static implicit operator string(AbsolutePath path) => path?._path;

    public static AbsolutePath operator /(AbsolutePath left, Range range)
    {
        Assert.True(range.Equals(Range.All), "Only '/ ..' is a step up");
        return left.Parent;
    }

    public static AbsolutePath operator /(AbsolutePath left, string right) =>
        Create(System.IO.Path.Join(left.NotNull()._path, right.NotNull()));

    public static AbsolutePath operator +(AbsolutePath left, string right) => Create(left._path + right);

    public static bool operator ==(AbsolutePath a, AbsolutePath b) => a is null ? b is null : a.Equals((object)b);

    public static bool operator !=(AbsolutePath a, AbsolutePath b) => !(a == b);

    protected bool Equals(AbsolutePath other) => string.Equals(_path, other._path, Comparison);

    public override bool Equals(object obj) => obj is AbsolutePath other && Equals(other);

    public override int GetHashCode() => _path.GetHashCode(Comparison);

    public override string ToString() => _path;

    public string ToString(string format) => format switch
    {
        DoubleQuote => $"\"{_path}\"",
        DoubleQuoteIfNeeded => _path.Contains(' ') ? $"\"{_path}\"" : _path,
        SingleQuote => $"'{_path}'",
        SingleQuoteIfNeeded => _path.Contains(' ') ? $"'{_path}'" : _path,
        null or NoQuotes => _path,
        _ => throw new ArgumentException($"Format '{format}' is not known", nameof(format)),
    };

    string IFormattable.ToString(string format, IFormatProvider formatProvider) => ToString(format);

    /// <summary>Makes a path of a text; a relative one is meant from the working directory.</summary>
    public class TypeConverter : System.ComponentModel.TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        public override object ConvertFrom(ITypeDescriptorContext context, CultureInfo culture, object value) => value is string text
            ? Create(System.IO.Path.GetFullPath(text, BuildEnvironment.Current.WorkingDirectory))
            : base.ConvertFrom(context, culture, value);
    }
}
