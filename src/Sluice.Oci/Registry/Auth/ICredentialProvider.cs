namespace Sluice.Oci.Registry;

/// <summary>Knows the credentials for registries.</summary>
public interface ICredentialProvider
{
    /// <summary>The credential for <c>host[:port]</c>.</summary>
    ValueTask<CredentialAnswer> GetAsync(string host, CancellationToken cancellationToken);
}

/// <summary>What a provider knows about a host.</summary>
/// <param name="Credential">How to log in, or <see langword="null"/> to go anonymously.</param>
/// <param name="Problem">Why there is none although there should be one: a sentence for people that is shown when the registry asks for a login.</param>
public sealed record CredentialAnswer(RegistryCredential? Credential, string? Problem = null)
{
    /// <summary>Nothing is known and nothing is wrong.</summary>
    public static CredentialAnswer None { get; } = new((RegistryCredential?)null);
}

/// <summary>No credentials for any registry.</summary>
public sealed class AnonymousCredentials : ICredentialProvider
{
    public static AnonymousCredentials Instance { get; } = new();

    public ValueTask<CredentialAnswer> GetAsync(string host, CancellationToken cancellationToken) => new(CredentialAnswer.None);
}
