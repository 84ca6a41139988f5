namespace Sluice.Oci.Registry;

/// <summary>How to log in to a registry. Its text form hides every secret.</summary>
public sealed class RegistryCredential
{
    /// <summary>A user name and a password or access token.</summary>
    public RegistryCredential(string userName, string password) => (UserName, Password) = (userName, password);

    private RegistryCredential()
    {
    }

    /// <summary>Empty for tokens.</summary>
    public string UserName { get; } = "";

    /// <summary>Empty for tokens.</summary>
    public string Password { get; } = "";

    /// <summary>A refresh token that the registry's token service exchanges for access tokens.</summary>
    public string? IdentityToken { get; private init; }

    /// <summary>An access token for the registry itself.</summary>
    public string? AccessToken { get; private init; }

    /// <summary>Who logs in, for people.</summary>
    public string Who => IdentityToken is not null || AccessToken is not null ? "with a token" : $"as \"{UserName}\"";

    /// <summary>A login by a refresh token (<c>identitytoken</c> in <c>config.json</c>).</summary>
    public static RegistryCredential OfIdentityToken(string token) => new() { IdentityToken = token };

    /// <summary>A login by an access token (<c>registrytoken</c> in <c>config.json</c>).</summary>
    public static RegistryCredential OfAccessToken(string token) => new() { AccessToken = token };

    public override string ToString() => $"{(UserName.Length > 0 ? UserName : "token")}:***";
}
