using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Model.Files.Checks;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files;

/// <summary>Reads <c>sluice.yaml</c>. Nothing here throws for a file that is wrong.</summary>
public static class PipelineFile
{
    public const string DefaultName = "sluice.yaml";

    /// <summary>Name of the file with the JSON schema, in the same folder.</summary>
    public const string SchemaName = "sluice.schema.json";

    // A file, never a part of a page: quotes and the like stand for themselves.
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads and checks a file. Messages name it by its last part.</summary>
    /// <param name="path">The file.</param>
    /// <param name="variables">Values of variables, <see langword="null"/> for one that is not set; the process's environment where nothing is given.</param>
    public static PipelineLoad Load(string path, Func<string, string?>? variables = null)
    {
        var name = Path.GetFileName(path);
        try
        {
            return Parse(File.ReadAllText(path), name, variables ?? Environment.GetEnvironmentVariable);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return PipelineLoad.Refused(name, $"the file does not exist at {path}", "a sluice.yaml in the folder of the build");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return PipelineLoad.Refused(name, $"the file cannot be read: {exception.Message.TrimEnd('.')}", "a readable file");
        }
    }

    /// <summary>Reads and checks a text; pure, but for the machine's time zones.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fileName">What messages call it.</param>
    /// <param name="variables">Values of variables, <see langword="null"/> for one that is not set; none is set where nothing is given.</param>
    public static PipelineLoad Parse(string text, string fileName, Func<string, string?>? variables = null)
    {
        var stream = YamlReader.Read(text, fileName);
        if (stream.Errors.Count > 0)
        {
            return new PipelineLoad(fileName, null, stream.Errors, []);
        }

        if (stream.Documents.Count > 1)
        {
            return PipelineLoad.Refused(fileName, "a second document starts here", "one document", stream.Documents[1].Line);
        }

        if (stream.Documents is not [{ Root: { } root }])
        {
            return PipelineLoad.Refused(fileName, "the file is empty", PipelineSchema.Pipeline.Allowed);
        }

        var expansion = new VariableExpansion(fileName, variables ?? (_ => null));
        var context = new ReadContext(fileName);
        var draft = PipelineSchema.Pipeline.Read(expansion.Expand(root), "", context);
        if (draft is not null)
        {
            PipelineChecks.Run(draft, context);
        }

        // A secret is read where it is needed; everything else has to be there now.
        var unset = expansion.Unset.Where(variable => !context.Secrets.Contains(variable.Node));
        return new PipelineLoad(fileName, draft, [.. expansion.Errors, .. context.Errors], [.. unset]);
    }

    /// <summary>The same outcome with an error more for each project, Dockerfile, build context and overlay that does not exist below <paramref name="rootFolder"/>.</summary>
    public static PipelineLoad CheckFolders(PipelineLoad load, string rootFolder)
    {
        if (load.Draft is not { } draft)
        {
            return load;
        }

        var context = new ReadContext(load.File);
        FolderChecks.Run(draft, rootFolder, context);
        return context.Errors.Count == 0 ? load : load.With(context.Errors);
    }

    /// <summary>The JSON schema of the file, for editors; two spaces of indentation, final newline. Kept as <see cref="SchemaName"/> beside it.</summary>
    public static string JsonSchema() => PipelineSchema.Json().ToJsonString(s_json) + "\n";
}
