using System.Net.Http.Headers;

namespace Sluice.Oci.Registry;

/// <summary>How a request presents itself, and what to tell people when that is not enough.</summary>
/// <param name="Header">To send along, or <see langword="null"/> to go anonymously.</param>
/// <param name="Who">Whose credential is behind the header (<c>as "ci"</c>); <see langword="null"/> when nobody's is.</param>
/// <param name="Problem">Why there is no credential although there should be one.</param>
internal sealed record RegistryLogin(AuthenticationHeaderValue? Header, string? Who = null, string? Problem = null)
{
    public static RegistryLogin Anonymous { get; } = new((AuthenticationHeaderValue?)null);
}
