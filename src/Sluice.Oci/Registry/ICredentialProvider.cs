namespace Sluice.Oci.Registry;

/// <summary>Knows the credentials for registries.</summary>
public interface ICredentialProvider
{
    /// <summary>The credential for <c>host[:port]</c>, or <see langword="null"/> to go anonymously.</summary>
    ValueTask<RegistryCredential?> GetAsync(string host, CancellationToken cancellationToken);
}

/// <summary>A user name and a password or access token. Its text form hides the password.</summary>
public sealed class RegistryCredential(string userName, string password)
{
    public string UserName { get; } = userName;

    public string Password { get; } = password;

    public override string ToString() => $"{UserName}:***";
}

/// <summary>No credentials for any registry.</summary>
public sealed class AnonymousCredentials : ICredentialProvider
{
    public static AnonymousCredentials Instance { get; } = new();

    public ValueTask<RegistryCredential?> GetAsync(string host, CancellationToken cancellationToken) => default;
}
