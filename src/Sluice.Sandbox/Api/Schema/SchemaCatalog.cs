using System.Text;

namespace Sluice.Sandbox.Api.Schema;

/// <summary>The schemas of every kind the sandbox serves, read from the files embedded in the assembly.</summary>
internal static class SchemaCatalog
{
    private static readonly SchemaReader Reader = Load();

    public static IReadOnlyDictionary<string, StructType> Types => Reader.Types;

    /// <exception cref="KeyNotFoundException">No file declares the kind.</exception>
    public static StructType Kind(string kind, string apiVersion) => Reader.Kinds[$"{kind} {apiVersion}"];

    private static SchemaReader Load()
    {
        var reader = new SchemaReader();
        var assembly = typeof(SchemaCatalog).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.EndsWith(".schema", StringComparison.Ordinal)))
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            reader.Read(name, text.ReadToEnd());
        }

        reader.Check();
        return reader;
    }
}
