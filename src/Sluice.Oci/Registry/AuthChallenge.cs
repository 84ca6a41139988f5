using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Sluice.Oci.Registry;

/// <summary>What a 401 asks for.</summary>
internal sealed partial record AuthChallenge(bool IsBearer, string? Realm, string? Service, string? Scope)
{
    /// <summary>The first challenge that can be answered, bearer before basic; <see langword="null"/> when there is none.</summary>
    public static AuthChallenge? From(HttpHeaderValueCollection<AuthenticationHeaderValue> headers)
    {
        var bearer = headers.FirstOrDefault(header => Is(header, "Bearer"));
        if (bearer is not null)
        {
            var values = Pairs().Matches(bearer.Parameter ?? "").DistinctBy(match => match.Groups["key"].Value.ToLowerInvariant())
                .ToDictionary(match => match.Groups["key"].Value, match => match.Groups["value"].Value, StringComparer.OrdinalIgnoreCase);
            return new AuthChallenge(true, values.GetValueOrDefault("realm"), values.GetValueOrDefault("service"), values.GetValueOrDefault("scope"));
        }

        return headers.Any(header => Is(header, "Basic")) ? new AuthChallenge(false, null, null, null) : null;
    }

    private static bool Is(AuthenticationHeaderValue header, string scheme) => header.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("(?<key>[A-Za-z]+)=\"(?<value>[^\"]*)\"")]
    private static partial Regex Pairs();
}
