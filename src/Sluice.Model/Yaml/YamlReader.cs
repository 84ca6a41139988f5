using Sluice.Model.Input;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sluice.Model.Yaml;

/// <summary>One document of a stream. <paramref name="Root"/> is <see langword="null"/> for an empty one.</summary>
public sealed record YamlDocument(YamlNode? Root, int Line);

/// <summary>The documents of a text, or what is wrong with it. Documents are complete only where there is no error.</summary>
public sealed record YamlStream(IReadOnlyList<YamlDocument> Documents, IReadOnlyList<InputError> Errors);

/// <summary>
/// Reads YAML (and JSON, which is YAML) into positioned nodes. Anchors, aliases and merge keys are resolved; duplicate keys,
/// keys that are not text, unbounded aliases and unreasonable depth are errors. Never throws for a bad text.
/// </summary>
public sealed class YamlReader
{
    /// <summary>Deeper nesting is not a configuration any more.</summary>
    private const int DeepestLevel = 100;

    /// <summary>What one document may grow to through aliases.</summary>
    private const int MostNodes = 500_000;

    private readonly string _file;
    private readonly Parser _parser;
    private readonly List<InputError> _errors = [];
    private readonly Dictionary<string, YamlNode> _anchors = [];
    private int _expanded;

    private YamlReader(string text, string file)
    {
        _file = file;
        _parser = new Parser(new StringReader(text));
    }

    public static YamlStream Read(string text, string file)
    {
        var reader = new YamlReader(text, file);
        var documents = new List<YamlDocument>();
        try
        {
            reader.ReadAll(documents);
        }
        catch (YamlException exception)
        {
            reader._errors.Add(YamlSyntax.Explain(exception, text, file));
        }
        catch (InvalidOperationException)
        {
            // The scanner gives up so on some broken flow lists ("[a" at the end of a block); the last event is the nearest place.
            var place = reader._parser.Current?.End ?? Mark.Empty;
            reader._errors.Add(YamlSyntax.Explain(new YamlException(place, place, "a list or map in brackets is not closed properly"), text, file));
        }

        return new YamlStream(documents, reader._errors);
    }

    private void ReadAll(List<YamlDocument> documents)
    {
        _parser.Consume<StreamStart>();
        while (!_parser.Accept<StreamEnd>(out _))
        {
            var start = _parser.Consume<DocumentStart>();
            _anchors.Clear();
            _expanded = 0;
            var root = ReadNode(0, "");
            var isEmpty = root is YamlScalar { Text: "", IsPlain: true, Tag: "" };
            documents.Add(new YamlDocument(isEmpty ? null : root, Line(start.Start)));
            _parser.Consume<DocumentEnd>();
        }
    }

    private YamlNode ReadNode(int depth, string path)
    {
        if (depth > DeepestLevel)
        {
            throw new YamlException(_parser.Current!.Start, _parser.Current.End, $"nested more than {DeepestLevel} levels deep");
        }

        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return ReadAlias(alias);
        }

        if (_parser.Current is not NodeEvent current)
        {
            var place = _parser.Current?.Start ?? Mark.Empty;
            throw new YamlException(place, place, "a value is missing here");
        }

        YamlNode node = current switch
        {
            MappingStart => ReadMap(depth, path),
            SequenceStart => ReadList(depth, path),
            _ => ReadScalar(),
        };
        if (!current.Anchor.IsEmpty)
        {
            _anchors[current.Anchor.Value] = node;
        }

        return node;
    }

    private YamlNode ReadAlias(AnchorAlias alias)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
        {
            throw new YamlException(alias.Start, alias.End, $"the alias *{alias.Value.Value} has no anchor before it that is complete");
        }

        _expanded += node.Size;
        return _expanded <= MostNodes
            ? node
            : throw new YamlException(alias.Start, alias.End, $"aliases expand to more than {MostNodes} nodes");
    }

    private YamlScalar ReadScalar()
    {
        var scalar = _parser.Consume<Scalar>();
        return new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain, Tag(scalar), Line(scalar.Start), Column(scalar.Start));
    }

    private YamlList ReadList(int depth, string path)
    {
        var start = _parser.Consume<SequenceStart>();
        var items = new List<YamlNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(depth + 1, $"{path}[{items.Count}]"));
        }

        return new YamlList(items, Line(start.Start), Column(start.Start));
    }

    private YamlMap ReadMap(int depth, string path)
    {
        var start = _parser.Consume<MappingStart>();
        var entries = new List<YamlEntry>();
        var seen = new Dictionary<string, YamlScalar>();
        var merges = new List<YamlNode>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var keyNode = ReadNode(depth + 1, path);
            var key = keyNode as YamlScalar;
            var keyPath = key is null ? path : Join(path, key.Text);
            var value = ReadNode(depth + 1, keyPath);
            if (key is { Text: "<<", IsPlain: true })
            {
                merges.Add(value);
            }
            else if (key is null || key.Resolve().Type != YamlScalarType.Text)
            {
                Add(keyNode, keyPath, $"a key is {keyNode.Describe()}", "a text as the key (put it in quotes)");
            }
            else if (seen.TryGetValue(key.Text, out var first))
            {
                Add(key, keyPath, $"the key '{key.Text}' is there twice; the first is in line {first.Line}", "each key once");
            }
            else
            {
                seen.Add(key.Text, key);
                entries.Add(new YamlEntry(key, value));
            }
        }

        foreach (var merge in merges)
        {
            Merge(merge, entries, path);
        }

        return new YamlMap(entries, Line(start.Start), Column(start.Start));
    }

    // What is written beside the merge key wins over what is merged; of several merged maps the first wins.
    private void Merge(YamlNode merged, List<YamlEntry> entries, string path)
    {
        switch (merged)
        {
            case YamlMap map:
                entries.AddRange(map.Entries.Where(entry => !entries.Exists(known => known.Key.Text == entry.Key.Text)).ToList());
                break;
            case YamlList list when list.Items.All(item => item is YamlMap):
                foreach (var item in list.Items)
                {
                    Merge(item, entries, path);
                }

                break;
            default:
                Add(merged, Join(path, "<<"), $"the merge key << has {merged.Describe()}", "a map or a list of maps");
                break;
        }
    }

    private void Add(YamlNode node, string path, string problem, string allowed) =>
        _errors.Add(new InputError(_file, node.Line, node.Column, path, problem, allowed));

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    private static string Tag(NodeEvent node) => node.Tag.IsEmpty ? "" : node.Tag.Value;

    private static int Line(Mark mark) => Math.Max(1, (int)mark.Line);

    private static int Column(Mark mark) => Math.Max(1, (int)mark.Column);
}
