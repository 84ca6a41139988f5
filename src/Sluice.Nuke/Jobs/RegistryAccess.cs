using System.Text;
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
    public static RegistryClientOptions Of(SluiceSession session) => new() { Credentials = Of(session.Pipeline.Registry, session.Redactor), Time = session.Clock, OnSecret = session.Redactor.Add };

    public static RegistryAccess Of(RegistryDefinition registry, Redactor redactor) =>
        new(registry, redactor, Environment.GetEnvironmentVariable, DockerConfigCredentials.OfUser());

    public async ValueTask<CredentialAnswer> GetAsync(string host, CancellationToken cancellationToken)
    {
        var isOwn = registry.Address is { } address && ImageReference.TryParse($"{address}/x", out var reference, out _) && reference.Host == host;
        if (!isOwn || (registry.Password ?? registry.Token) is not { } named)
        {
            var answer = await others.GetAsync(host, cancellationToken);
            Tell(answer.Credential);
            return answer;
        }

        var (secret, problem) = named.Read(variables);
        if (secret is null)
        {
            return new CredentialAnswer(null, problem!.ToString());
        }

        var own = registry.Token is null ? new RegistryCredential(registry.Username!, secret.Reveal()) : RegistryCredential.OfAccessToken(secret.Reveal());
        Tell(own);
        return new CredentialAnswer(own);
    }

    // Docker's own logins are no less secret than ours.
    private void Tell(RegistryCredential? credential)
    {
        foreach (var secret in new[] { credential?.Password, credential?.IdentityToken, credential?.AccessToken })
        {
            if (!string.IsNullOrEmpty(secret))
            {
                redactor.Add(secret);
            }
        }

        // As docker's config.json and a request's header have it.
        if (credential is { Password.Length: > 0 })
        {
            redactor.Add(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}")));
        }
    }
}
