using System.Globalization;
using System.Text;
using Sluice.Model.Files.Shapes;

namespace Sluice.Model.Files;

/// <summary>The reference of <c>sluice.yaml</c> as Markdown, made of the same description that reads the file.</summary>
public sealed class PipelineReference
{
    private const string Introduction = """
        # sluice.yaml

        <!-- Made from the code by a test; edit the descriptions in src/Sluice.Model/Files instead. -->

        What Sluice builds, and where it runs. The file lies in the root of the repository; paths in it are relative to that folder.
        Every mistake is reported with file, line, column and key, all of them at once, before anything happens.

        **In editors.** The first line `# yaml-language-server: $schema=./sluice.schema.json` brings completion and checks.

        **Variables.** `${NAME}` in a value stands for an environment variable, `$${` for the two signs themselves. Keys are never
        expanded. A variable that is not set is an error that names it and the place; inside an environment it makes only that
        environment unusable, under `registry` only what needs the registry. Secrets (`password`, `token`) must be variables; they are
        read where they are needed, and no message shows what a variable holds.

        **Notation.** Durations: `250ms`, `90s`, `1m30s`, `12h`, `7d`. Shares: `0.5%` or `0.005`. Quantities as Kubernetes writes them: `250m`, `128Mi`.

        """;

    private readonly StringBuilder _text = new();
    private readonly Dictionary<IShape, string> _headings = new(ReferenceEqualityComparer.Instance);

    private PipelineReference()
    {
    }

    /// <summary>The whole page; final newline.</summary>
    public static string Markdown()
    {
        var reference = new PipelineReference();
        reference._text.Append(Introduction.ReplaceLineEndings("\n"));
        reference.Collect(PipelineSchema.Pipeline, "");
        reference.Write(PipelineSchema.Pipeline, "", []);
        return reference._text.ToString();
    }

    // A record that several keys share is described where it comes first.
    private void Collect(IShape shape, string path)
    {
        if (shape is IRecordShape record)
        {
            if (_headings.TryAdd(record, path))
            {
                foreach (var field in record.Fields)
                {
                    Collect(field.Shape, ReadContext.Join(path, field.Name));
                }
            }

            return;
        }

        foreach (var part in shape.Parts)
        {
            Collect(part, path + shape.PathPart);
        }
    }

    private void Write(IShape shape, string path, HashSet<IShape> written)
    {
        if (shape is not IRecordShape record)
        {
            foreach (var part in shape.Parts)
            {
                Write(part, path + shape.PathPart, written);
            }

            return;
        }

        if (!written.Add(record))
        {
            return;
        }

        WriteSection(record, path);
        foreach (var field in record.Fields)
        {
            Write(field.Shape, ReadContext.Join(path, field.Name), written);
        }
    }

    private void WriteSection(IRecordShape record, string path)
    {
        _text.Append(CultureInfo.InvariantCulture, $"\n## {(path.Length == 0 ? "The file" : $"`{path}`")}\n\n");
        if (record.ExactlyOneOf.Count > 0)
        {
            _text.Append(CultureInfo.InvariantCulture, $"Exactly one of {string.Join(", ", record.ExactlyOneOf.Select(field => $"`{field.Name}`"))}.\n\n");
        }

        if (record.Fields.Count == 0)
        {
            _text.Append("An empty map: `{}`.\n");
            return;
        }

        _text.Append("| key | meaning | allowed | default |\n|---|---|---|---|\n");
        foreach (var field in record.Fields)
        {
            var fallback = field.IsRequired ? "**required**" : field.Default.Length == 0 ? "" : Cell(field.Default);
            _text.Append(CultureInfo.InvariantCulture, $"| `{field.Name}` | {Cell(field.Meaning)} | {Allowed(field.Shape)} | {fallback} |\n");
        }
    }

    private string Allowed(IShape shape) => shape is IRecordShape
        ? $"[`{_headings[shape]}`](#{Slug(_headings[shape])})"
        : shape.Parts.Any() ? shape.Summarise(Allowed) : Cell(shape.Allowed);

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    // As Markdown renderers name headings: small letters, digits and '-' only.
    private static string Slug(string heading) => string.Concat(heading.ToLowerInvariant().Where(sign => char.IsAsciiLetterOrDigit(sign) || sign == '-'));
}
