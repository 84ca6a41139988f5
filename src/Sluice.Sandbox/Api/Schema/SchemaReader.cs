namespace Sluice.Sandbox.Api.Schema;

/// <summary>Reads the schema files beside it (their grammar is at the top of <c>meta.schema</c>).</summary>
internal sealed class SchemaReader
{
    private static readonly Dictionary<string, ScalarKind> Scalars = new()
    {
        ["str"] = ScalarKind.Text,
        ["int"] = ScalarKind.Integer,
        ["num"] = ScalarKind.Number,
        ["bool"] = ScalarKind.Boolean,
        ["qty"] = ScalarKind.Quantity,
        ["intstr"] = ScalarKind.IntOrText,
        ["time"] = ScalarKind.Time,
        ["any"] = ScalarKind.Opaque,
    };

    private readonly Dictionary<string, StructType> _types = [];
    private readonly HashSet<string> _declared = [];

    /// <summary>Kinds by <c>Kind apiVersion</c>.</summary>
    public Dictionary<string, StructType> Kinds { get; } = [];

    public IReadOnlyDictionary<string, StructType> Types => _types;

    public void Read(string file, string text)
    {
        Dictionary<string, SchemaField>? fields = null;
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length == 0 || words[0].StartsWith('#'))
            {
                continue;
            }

            if (!char.IsWhiteSpace(line[0]))
            {
                fields = Declare(words);
            }
            else
            {
                (fields ?? throw new FormatException($"{file}:{number}: a field outside a type"))
                    .Add(words[0], new SchemaField(Type(words[1]), words is [_, _, "retain"]));
            }
        }
    }

    /// <summary>Call after the last file.</summary>
    /// <exception cref="FormatException">A type is used that no file declares.</exception>
    public void Check()
    {
        string[] missing = [.. _types.Keys.Except(_declared)];
        if (missing.Length > 0)
        {
            throw new FormatException($"types used but not declared: {string.Join(", ", missing)}");
        }
    }

    private Dictionary<string, SchemaField> Declare(string[] words)
    {
        var type = Struct(words[0] == "kind" ? "Kind:" + words[1] : words[1]);
        _declared.Add(type.Name);
        if (words is ["kind", var kind, var apiVersion])
        {
            type.Fields["apiVersion"] = new SchemaField(new ScalarType(ScalarKind.Text), false);
            type.Fields["kind"] = new SchemaField(new ScalarType(ScalarKind.Text), false);
            type.Fields["metadata"] = new SchemaField(Struct("ObjectMeta"), false);
            Kinds.Add($"{kind} {apiVersion}", type);
        }

        return type.Fields;
    }

    private SchemaType Type(string text)
    {
        (text, string? patch) = Cut(text, '~');
        (text, string? keys) = text.StartsWith('[') ? Cut(text, '=') : (text, null);
        bool atomic = text.EndsWith('!');
        string bare = text.TrimEnd('!');
        return bare switch
        {
            ['[', .. var element, ']'] => List(Type(element), keys, patch),
            ['{', .. var element, '}'] => new MapType(Type(element), atomic),
            _ when Scalars.TryGetValue(bare, out var scalar) => new ScalarType(scalar),
            _ => atomic ? Struct(bare) with { Atomic = true } : Struct(bare),
        };
    }

    private static ListType List(SchemaType element, string? keys, string? patch)
    {
        bool merges = patch is not null || keys is not null;
        if (keys is null or "set")
        {
            var kind = keys is null ? ListKind.Atomic : ListKind.Set;
            return new ListType(element, kind, [], merges, string.IsNullOrEmpty(patch) ? null : patch);
        }

        ListKey[] fields = [.. keys.Split(',').Select(k => Cut(k, ':')).Select(k => new ListKey(k.Head, k.Tail))];
        return new ListType(element, ListKind.Keyed, fields, merges, string.IsNullOrEmpty(patch) ? fields[0].Field : patch);
    }

    private StructType Struct(string name)
    {
        if (!_types.TryGetValue(name, out var type))
        {
            _types[name] = type = new StructType(name, []);
        }

        return type;
    }

    private static (string Head, string? Tail) Cut(string text, char at) =>
        text.IndexOf(at) is >= 0 and var i ? (text[..i], text[(i + 1)..]) : (text, null);
}
