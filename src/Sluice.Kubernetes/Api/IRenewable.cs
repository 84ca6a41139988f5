using System.Net.Http.Headers;

namespace Sluice.Kubernetes.Api;

/// <summary>A credential that something else renews.</summary>
internal interface IRenewable
{
    /// <summary>The server no longer takes this one: if it is still the one in use, the next request asks for another.</summary>
    void Refuse(AuthenticationHeaderValue used);
}
