using Sluice.Model;
using Sluice.Model.Redaction;
using Sluice.Nuke.Hosting;
using Sluice.Oci;
using Sluice.Oci.Registry;

namespace Sluice.Nuke.Jobs;

/// <summary>How a run logs in to registries: to the pipeline's own as <c>sluice.yaml</c> says, to all others, and without a word there, as docker does.</summary>
/// <param name="registry">The pipeline's own.</param>
/// <param name="redactor">Told of the secret.</param>
/// <param name="variables">The environment's variables.</param>
/// <param name="others">For every other login.</param>
internal sealed class RegistryAccess(RegistryDefinition registry, Redactor redactor, Func<string, string?> variables, ICredentialProvider others) : ICredentialProvider
{
    public static RegistryClientOptions Of(SluiceSession session) => new() { Credentials = Of(session.Pipeline.Registry, session.Redactor), Time = session.Clock };

    public static RegistryAccess Of(RegistryDefinition registry, Redactor redactor) =>
        new(registry, redactor, Environment.GetEnvironmentVariable, DockerConfigCredentials.OfUser());

    public async ValueTask<CredentialAnswer> GetAsync(string host, CancellationToken cancellationToken)
    {
        var isOwn = registry.Address is { } address && ImageReference.TryParse($"{address}/x", out var reference, out _) && reference.Host == host;
        if (!isOwn || (registry.Password ?? registry.Token) is not { } named)
        {
            return await others.GetAsync(host, cancellationToken);
        }

        var (secret, problem) = named.Read(variables);
        if (secret is null)
        {
            return new CredentialAnswer(null, problem!.ToString());
        }

        redactor.Add(secret.Reveal());
        return new CredentialAnswer(registry.Token is null ? new RegistryCredential(registry.Username!, secret.Reveal()) : RegistryCredential.OfAccessToken(secret.Reveal()));
    }
}
