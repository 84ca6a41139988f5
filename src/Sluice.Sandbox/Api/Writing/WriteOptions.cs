namespace Sluice.Sandbox.Api.Writing;

/// <summary>How unknown fields of a document are met.</summary>
internal enum FieldValidation
{
    Ignore,
    Warn,
    Strict,
}

/// <summary>What a write request says beside its body.</summary>
internal sealed record WriteOptions
{
    /// <summary>The field manager that takes ownership.</summary>
    public required string Manager { get; init; }

    /// <summary>Everything is checked, nothing is stored.</summary>
    public bool DryRun { get; init; }

    /// <summary>Apply takes over fields others own.</summary>
    public bool Force { get; init; }

    public FieldValidation Validation { get; init; } = FieldValidation.Warn;

    /// <summary>Collects what goes into Warning headers.</summary>
    public List<string> Warnings { get; } = [];
}
