using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Catalog;
using Sluice.Sandbox.Api.Http;
using Sluice.Sandbox.Api.Objects;
using Sluice.Sandbox.Api.Schema;

namespace Sluice.Sandbox.Api.Writing;

/// <summary>Brings a document into stored form, or refuses it naming the field.</summary>
internal static class Decoding
{
    /// <exception cref="StatusException">Another kind than the path says, a wrong type, or (strict) an unknown field.</exception>
    public static JsonObject Decode(ResourceKind kind, JsonObject document, WriteOptions options)
    {
        Identity(document, "kind", kind.Kind);
        Identity(document, "apiVersion", kind.ApiVersion);
        var findings = SchemaDecoder.Decode(kind.Schema, document);
        var unknown = findings.Unknown.Select(u => $"unknown field \"{u}\"").ToList();
        if (findings.WrongTypes.Count > 0)
        {
            throw Refused(kind, string.Join("; ", findings.WrongTypes));
        }

        if (unknown.Count > 0 && options.Validation == FieldValidation.Strict)
        {
            throw Refused(kind, "strict decoding error: " + string.Join(", ", unknown));
        }

        if (options.Validation == FieldValidation.Warn)
        {
            options.Warnings.AddRange(unknown);
        }

        return document;
    }

    private static void Identity(JsonObject document, string field, string expected)
    {
        if (document.Text(field) is { Length: > 0 } said && said != expected)
        {
            throw StatusException.BadRequest($"the {field} in the data ({said}) does not match the expected one ({expected})");
        }

        document[field] = expected;
    }

    private static StatusException Refused(ResourceKind kind, string why) =>
        StatusException.BadRequest($"{kind.Kind} in version \"{kind.Version}\" cannot be handled as a {kind.Kind}: {why}");
}
