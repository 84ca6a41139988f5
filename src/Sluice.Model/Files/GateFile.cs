using Sluice.Model.Files.Sections;
using Sluice.Model.Files.Shapes;
using Sluice.Model.Gates;
using Sluice.Model.Input;
using Sluice.Model.Yaml;

namespace Sluice.Model.Files;

/// <summary>Parameters of an evidence gate in a file of their own, YAML or JSON, for trying out what <c>sluice.yaml</c> could say.</summary>
public static class GateFile
{
    /// <summary>Reads a file. A gate with the parameters that it names in place of its own, or everything that is wrong.</summary>
    public static (Func<EvidenceGate, EvidenceGate>? Change, IReadOnlyList<InputError> Errors) Parse(string text, string fileName)
    {
        var stream = YamlReader.Read(text, fileName);
        if (stream.Errors.Count > 0)
        {
            return (null, stream.Errors);
        }

        if (stream.Documents is not [{ Root: { } root }])
        {
            return (null, [new InputError(fileName, 1, 1, "", "it holds no parameters, or those of several gates", GateFileSchema.Parameters.Allowed)]);
        }

        var context = new ReadContext(fileName);
        var change = GateFileSchema.Parameters.Read(root, "", context);
        return context.Errors.Count == 0 ? (change, []) : (null, context.Errors);
    }
}
