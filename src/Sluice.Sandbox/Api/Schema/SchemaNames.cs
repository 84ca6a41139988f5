namespace Sluice.Sandbox.Api.Schema;

/// <summary>How types are called in messages.</summary>
internal static class SchemaNames
{
    public static string Of(SchemaType type) => type switch
    {
        StructType named => named.Name.Replace("Kind:", "", StringComparison.Ordinal),
        MapType => "map",
        ListType list => "[]" + Of(list.Element),
        ScalarType { Kind: ScalarKind.Integer } => "integer",
        ScalarType { Kind: ScalarKind.Number } => "number",
        ScalarType { Kind: ScalarKind.Boolean } => "boolean",
        ScalarType { Kind: ScalarKind.Quantity } => "quantity",
        ScalarType { Kind: ScalarKind.IntOrText } => "integer or string",
        ScalarType { Kind: ScalarKind.Time } => "time",
        _ => "string",
    };
}
