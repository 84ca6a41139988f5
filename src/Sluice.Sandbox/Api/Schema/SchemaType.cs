namespace Sluice.Sandbox.Api.Schema;

internal enum ScalarKind
{
    Text,
    Integer,
    Number,
    Boolean,
    Quantity,
    IntOrText,
    Time,

    /// <summary>Anything; taken and replaced as a whole.</summary>
    Opaque,
}

internal enum ListKind
{
    /// <summary>Replaced as a whole.</summary>
    Atomic,

    /// <summary>Scalars, each owned by itself.</summary>
    Set,

    /// <summary>Structs told apart by key fields.</summary>
    Keyed,
}

/// <summary>The shape of a value: what may stand in it and how two of them are merged. Shared by decoding, patches, apply and OpenAPI.</summary>
internal abstract record SchemaType
{
    public static readonly SchemaType Opaque = new ScalarType(ScalarKind.Opaque);

    /// <summary>Replaced and owned as a whole.</summary>
    public virtual bool Whole => true;
}

internal sealed record ScalarType(ScalarKind Kind) : SchemaType;

/// <summary>Named fields. The dictionary is shared by all uses of the type, and filled after it is made (types may contain themselves).</summary>
internal sealed record StructType(string Name, Dictionary<string, SchemaField> Fields, bool Atomic = false) : SchemaType
{
    public override bool Whole => Atomic;

    /// <summary>The type of a field; a field nobody declared is opaque.</summary>
    public SchemaType FieldType(string name) => Fields.TryGetValue(name, out var field) ? field.Type : Opaque;
}

internal sealed record MapType(SchemaType Element, bool Atomic) : SchemaType
{
    public override bool Whole => Atomic;
}

/// <param name="Element">Of each item.</param>
/// <param name="Kind">How apply merges it.</param>
/// <param name="Keys">Of keyed lists; otherwise empty.</param>
/// <param name="PatchMerges">Strategic merge patches merge it rather than replace it.</param>
/// <param name="PatchKey">By this field; <see langword="null"/> for scalars.</param>
internal sealed record ListType(SchemaType Element, ListKind Kind, IReadOnlyList<ListKey> Keys, bool PatchMerges, string? PatchKey) : SchemaType
{
    public override bool Whole => Kind == ListKind.Atomic;
}

/// <param name="Field">Name of the key field.</param>
/// <param name="Default">What an item without it means; <see langword="null"/>: it must be there.</param>
internal sealed record ListKey(string Field, string? Default);

/// <param name="Type">Of the value.</param>
/// <param name="RetainKeys">Strategic merge patches may say which sibling fields stay.</param>
internal sealed record SchemaField(SchemaType Type, bool RetainKeys);
