using Sluice.Model.Input;
using Sluice.Model.Values;

namespace Sluice.Model;

/// <summary>Where images are pushed: the sandbox's registry, or <c>host[:port][/path]</c>.</summary>
/// <param name="Address">Host with optional port and path, without scheme; <see langword="null"/> for the sandbox's registry.</param>
public sealed record RegistryDefinition(string? Address)
{
    /// <summary>The word that stands for the sandbox's registry in <c>sluice.yaml</c>.</summary>
    public const string SandboxKeyword = "sandbox";

    /// <summary>The user to log in as; <see langword="null"/> for what docker's configuration says.</summary>
    public string? Username { get; init; }

    /// <summary>The user's password; there exactly if <see cref="Username"/> is.</summary>
    public SecretReference? Password { get; init; }

    /// <summary>A bearer token instead of user and password.</summary>
    public SecretReference? Token { get; init; }

    /// <summary>
    /// Variables that are not set although the address or the user names them. The pipeline is there nevertheless, because a
    /// rollback needs no registry; whoever needs it must refuse with these errors first.
    /// </summary>
    public IReadOnlyList<InputError> Missing { get; init; } = [];

    public bool IsSandbox => Address is null && Missing.Count == 0;
}
