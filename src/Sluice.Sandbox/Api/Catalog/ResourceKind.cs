using Sluice.Sandbox.Api.Schema;

namespace Sluice.Sandbox.Api.Catalog;

/// <summary>One kind the API serves; everything that depends on the kind is driven by this.</summary>
internal sealed record ResourceKind
{
    /// <summary>Empty for the core group.</summary>
    public required string Group { get; init; }

    public required string Version { get; init; }

    public required string Kind { get; init; }

    public required string Plural { get; init; }

    public required string Singular { get; init; }

    public bool Namespaced { get; init; } = true;

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>What <c>kubectl get all</c> and the like include it in.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Status is written through /status only.</summary>
    public bool HasStatus { get; init; }

    public bool HasScale { get; init; }

    /// <summary>A question that is posted and answered, not an object that is kept.</summary>
    public bool IsReview { get; init; }

    /// <summary>
    /// For a kind that is kept and served while nothing in the sandbox acts on it: what the sandbox does instead,
    /// to be said to whoever creates one.
    /// </summary>
    public string? Caveat { get; init; }

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The store's name: <c>pods</c>, <c>deployments.apps</c>.</summary>
    public string Resource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    public StructType Schema => SchemaCatalog.Kind(Kind, ApiVersion);

    /// <summary>Path prefix of the version: <c>/api/v1</c>, <c>/apis/apps/v1</c>.</summary>
    public string Root => Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";
}
