using System.Text;
using System.Text.Json;

namespace Sluice.Oci.Registry;

/// <summary>
/// Reads what <c>docker login</c> leaves in <c>config.json</c> (<c>auths</c>). Credential helpers are not asked: a host that
/// is known to one only counts as anonymous. The file is read at each question, so that a login during a run is seen.
/// </summary>
public sealed class DockerConfigCredentials(string file) : ICredentialProvider
{
    /// <summary>The user's own: <c>$DOCKER_CONFIG/config.json</c>, else <c>~/.docker/config.json</c>.</summary>
    public static DockerConfigCredentials OfUser()
        => new(Path.Combine(
            Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } folder
                ? folder
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker"),
            "config.json"));

    public async ValueTask<RegistryCredential?> GetAsync(string host, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false));
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty("auths", out var auths)
                || auths.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            return auths.EnumerateObject().Where(entry => HostOf(entry.Name) == host).Select(entry => Read(entry.Value)).FirstOrDefault(found => found is not null);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keys are hosts, or addresses such as <c>https://host/v1/</c>.</summary>
    private static string HostOf(string key)
    {
        var start = key.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? key[(scheme + 3)..] : key;
        return start.Split('/')[0];
    }

    private static RegistryCredential? Read(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("auth", out var auth) || auth.GetString() is not { Length: > 0 } encoded)
        {
            return null;
        }

        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var count))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, count);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? new RegistryCredential(text[..colon], text[(colon + 1)..].TrimEnd('\0')) : null;
    }
}
