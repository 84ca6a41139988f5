using Sluice.Kubernetes.Api;
using Sluice.Oci;
using Sluice.Oci.Registry;
using Sluice.Rollouts.Deploy;

namespace Sluice.Nuke.Diagnostics;

/// <summary>What the registry must offer: an answer, a login that it takes, a clock.</summary>
/// <param name="credentials">Those that a push uses.</param>
/// <param name="clock">For time-outs and comparison.</param>
/// <param name="loginAdvice">What to do when the login cannot be read; by default to log in with docker.</param>
internal sealed class RegistryChecks(ICredentialProvider credentials, TimeProvider clock, string? loginAdvice = null)
{
    private const string Subject = "Registry";

    /// <param name="address">Where images go: <c>host[:port][/path]</c>.</param>
    /// <param name="service">Any service's name.</param>
    /// <param name="cancellationToken">Ends the examination.</param>
    public async Task<IReadOnlyList<Finding>> LookAsync(string address, string service, CancellationToken cancellationToken)
    {
        if (!ImageReference.TryParse($"{address}/{service}", out var where, out var error))
        {
            return [Finding.Problem(Subject, error, "Correct registry in sluice.yaml.", ExitCodes.BadInput)];
        }

        using var client = new RegistryClient(new RegistryClientOptions { Credentials = credentials, Time = clock, Retries = 1, AnswerTimeout = TimeSpan.FromSeconds(5) });
        var ping = await client.PingAsync(where, cancellationToken).ConfigureAwait(false);
        if (!ping.IsSuccess)
        {
            // Registry errors end in what to do about them.
            return [Of(ping.Error)];
        }

        // The root may be open to all while the repositories are not.
        var tags = await client.ListTagsAsync(where, cancellationToken).ConfigureAwait(false);
        var login = await credentials.GetAsync(where.Host, cancellationToken).ConfigureAwait(false);
        var answers = tags.IsSuccess || tags.Error.Kind == RegistryErrorKind.NotFound
            ? Finding.Fine(Subject, $"{where.Host} answers ({login.Credential?.Who ?? "without a login"})")
            : Of(tags.Error);
        return
        [
            answers,
            .. login.Problem is { } problem ? [Finding.Notice(Subject, problem, loginAdvice ?? $"Type: docker login {where.Host}")] : (Finding[])[],
            await CompareClockAsync(where.Host, cancellationToken).ConfigureAwait(false),
        ];
    }

    private async Task<Finding> CompareClockAsync(string host, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        var (sent, stamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        // Without a login: a refusal bears the time as well.
        using var answer = await http.GetAsync(new Uri(RegistryClient.AddressOf(host), "v2/"), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return ClockChecks.Compare(host, answer.Headers.Date is { } date ? ClockComparison.Of(date, sent, clock.GetElapsedTime(stamp)) : null);
    }

    private static Finding Of(RegistryError error) => new(FindingLevel.Problem, Subject, error.Message);
}
