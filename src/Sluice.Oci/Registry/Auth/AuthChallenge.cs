namespace Sluice.Oci.Registry;

/// <summary>What a 401 asks for.</summary>
/// <param name="IsBearer">A token from <paramref name="Realm"/>; else the credential itself (basic).</param>
/// <param name="Realm">Where tokens are given.</param>
/// <param name="Service">Whom the token is for.</param>
/// <param name="Scopes">What the registry wants the token to allow; may be empty.</param>
internal sealed record AuthChallenge(bool IsBearer, string? Realm, string? Service, IReadOnlyList<string> Scopes)
{
    /// <summary>The first challenge that can be answered, bearer before basic; <see langword="null"/> when there is none.</summary>
    public static AuthChallenge? From(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var headers))
        {
            return null;
        }

        var challenges = headers.SelectMany(ChallengeParser.Parse).ToList();
        if (challenges.Find(challenge => Is(challenge, "Bearer") && challenge.Parameters.ContainsKey("realm")) is { } bearer)
        {
            var scope = bearer.Parameters.GetValueOrDefault("scope", "");
            return new AuthChallenge(
                true, bearer.Parameters["realm"], bearer.Parameters.GetValueOrDefault("service"), scope.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        return challenges.Exists(challenge => Is(challenge, "Basic")) ? new AuthChallenge(false, null, null, []) : null;
    }

    private static bool Is(Challenge challenge, string scheme) => challenge.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase);
}
