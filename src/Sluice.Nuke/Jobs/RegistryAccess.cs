using Sluice.Nuke.Hosting;
using Sluice.Oci;
using Sluice.Oci.Registry;

namespace Sluice.Nuke.Jobs;

/// <summary>How this run logs in to registries: to the pipeline's own as <c>sluice.yaml</c> says, to all others, and without a word there, as docker does.</summary>
internal sealed class RegistryAccess : ICredentialProvider
{
    private readonly SluiceSession _session;
    private readonly DockerConfigCredentials _docker = DockerConfigCredentials.OfUser();

    private RegistryAccess(SluiceSession session) => _session = session;

    public static RegistryClientOptions Of(SluiceSession session) => new() { Credentials = new RegistryAccess(session), Time = session.Clock };

    public async ValueTask<CredentialAnswer> GetAsync(string host, CancellationToken cancellationToken)
    {
        var registry = _session.Pipeline.Registry;
        var isOwn = registry.Address is { } address && ImageReference.TryParse($"{address}/x", out var reference, out _) && reference.Host == host;
        if (!isOwn || (registry.Password ?? registry.Token) is not { } named)
        {
            return await _docker.GetAsync(host, cancellationToken);
        }

        var (secret, problem) = named.Read(Environment.GetEnvironmentVariable);
        if (secret is null)
        {
            return new CredentialAnswer(null, problem!.ToString());
        }

        _session.Redactor.Add(secret.Reveal());
        return new CredentialAnswer(registry.Token is null ? new RegistryCredential(registry.Username!, secret.Reveal()) : RegistryCredential.OfAccessToken(secret.Reveal()));
    }
}
