using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace Sluice.Oci.Registry;

/// <summary>
/// Answers challenges: basic with the host's credential, bearer with a token. Tokens are remembered per host and rights
/// until they expire, and fetched once however many requests wait for them. How a host wants to be asked is remembered too,
/// so that only the very first request to it is sent in vain.
/// </summary>
internal sealed class RegistryAuthenticator(TokenService tokens, ICredentialProvider credentials, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, HostState> _hosts = new(StringComparer.Ordinal);

    /// <summary>How to present oneself before having been asked.</summary>
    public async Task<RegistryOutcome<RegistryLogin>> PrepareAsync(ImageReference where, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
        => _hosts.TryGetValue(where.Host, out var host) && host.Challenge is { } challenge
            ? await ResolveAsync(host, where, scopes, challenge, null, cancellationToken).ConfigureAwait(false)
            : RegistryLogin.Anonymous;

    /// <summary>How to present oneself after a 401. The header is the <paramref name="refused"/> one, or none, when there is no better.</summary>
    public async Task<RegistryOutcome<RegistryLogin>> AnswerAsync(
        ImageReference where, IReadOnlyList<string> scopes, AuthChallenge challenge, AuthenticationHeaderValue? refused, CancellationToken cancellationToken)
    {
        var host = _hosts.GetOrAdd(where.Host, _ => new HostState());
        host.Challenge = challenge with { Scopes = [] };
        return await ResolveAsync(host, where, scopes, challenge, refused, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RegistryOutcome<RegistryLogin>> ResolveAsync(
        HostState host, ImageReference where, IReadOnlyList<string> scopes, AuthChallenge challenge, AuthenticationHeaderValue? refused, CancellationToken cancellationToken)
    {
        var slot = host.Slots.GetOrAdd(challenge.IsBearer ? string.Join(' ', scopes) : "", _ => new Slot());
        await slot.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (slot.Login is { } login && slot.Until > time.GetUtcNow() && (refused is null || !refused.Equals(login.Header)))
            {
                return login;
            }

            var asked = time.GetUtcNow();
            var known = await credentials.GetAsync(where.Host, cancellationToken).ConfigureAwait(false);
            var fetched = await LogInAsync(where, AuthScope.Union(scopes, challenge.Scopes), challenge, known, cancellationToken).ConfigureAwait(false);
            if (fetched.IsSuccess)
            {
                (slot.Login, slot.Until) = (fetched.Value.Login, asked + fetched.Value.Lifetime);
            }

            return fetched.IsSuccess ? fetched.Value.Login : fetched.Error;
        }
        finally
        {
            slot.Turn.Release();
        }
    }

    private async Task<RegistryOutcome<Answer>> LogInAsync(
        ImageReference where, IReadOnlyList<string> scopes, AuthChallenge challenge, CredentialAnswer known, CancellationToken cancellationToken)
    {
        var credential = known.Credential;
        if (challenge.IsBearer && credential?.AccessToken is null)
        {
            var token = await tokens.FetchAsync(where, challenge, scopes, credential, cancellationToken).ConfigureAwait(false);
            return token.IsSuccess
                ? new Answer(new RegistryLogin(new AuthenticationHeaderValue("Bearer", token.Value.Value), credential?.Who, known.Problem), WithoutSlack(token.Value.Lifetime))
                : known.Problem is null ? token.Error : token.Error with { Message = $"{token.Error.Message} {known.Problem}" };
        }

        if (credential is null || !RegistryAddress.IsSafe(RegistryAddress.Of(where.Host)))
        {
            return new Answer(new RegistryLogin(null, null, known.Problem), TimeSpan.Zero);
        }

        var header = credential.AccessToken is { } accessToken ? new AuthenticationHeaderValue("Bearer", accessToken) : TokenService.Basic(credential);
        return new Answer(new RegistryLogin(header, credential.Who), TimeSpan.FromDays(1));
    }

    /// <summary>A token that ends while the request is on its way would cost a second one.</summary>
    private static TimeSpan WithoutSlack(TimeSpan lifetime) => lifetime - TimeSpan.FromSeconds(Math.Min(10, lifetime.TotalSeconds / 10));

    private sealed record Answer(RegistryLogin Login, TimeSpan Lifetime);

    private sealed class HostState
    {
        public AuthChallenge? Challenge { get; set; }

        public ConcurrentDictionary<string, Slot> Slots { get; } = new(StringComparer.Ordinal);
    }

    /// <summary>One set of rights at one host.</summary>
    private sealed class Slot
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public RegistryLogin? Login { get; set; }

        public DateTimeOffset Until { get; set; }
    }
}
