using System.Text.Json;

namespace Sluice.Oci.Registry;

/// <summary>
/// What <c>docker login</c> leaves in <c>config.json</c>: the host's own credential helper (<c>credHelpers</c>), else the
/// common one (<c>credsStore</c>), else or when that knows nothing the entry in <c>auths</c>. The file is read at each
/// question, so that a login during a run is seen.
/// </summary>
/// <param name="file">Path of <c>config.json</c>; it may be absent.</param>
/// <param name="time">The clock by which a helper that hangs is ended.</param>
public sealed class DockerConfigCredentials(string file, TimeProvider? time = null) : ICredentialProvider
{
    /// <summary>The user's own: <c>$DOCKER_CONFIG/config.json</c>, else <c>~/.docker/config.json</c>.</summary>
    public static DockerConfigCredentials OfUser()
        => new(Path.Combine(
            Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } folder
                ? folder
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker"),
            "config.json"));

    public async ValueTask<CredentialAnswer> GetAsync(string host, CancellationToken cancellationToken)
    {
        DockerConfigFile config;
        try
        {
            if (!File.Exists(file))
            {
                return CredentialAnswer.None;
            }

            config = DockerConfigFile.Read(await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false));
        }
        catch (JsonException exception)
        {
            return new CredentialAnswer(null, $"{file} cannot be read as JSON (line {exception.LineNumber + 1}), so no login in it counts: correct it, or delete it and log in again.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new CredentialAnswer(null, $"{file} cannot be read: {exception.Message}");
        }

        var stored = config.CredentialOf(host);
        if (config.HelperOf(host) is not { } helper)
        {
            return stored;
        }

        var asked = await new CredentialHelper(helper, time ?? TimeProvider.System).GetAsync(config.KeyOf(host), cancellationToken).ConfigureAwait(false);
        return asked.Credential is not null || stored.Credential is null ? asked : stored;
    }
}
