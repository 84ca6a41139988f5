using System.Text;
using System.Text.Json;

namespace Sluice.Oci.Registry;

/// <summary>The parts of Docker's <c>config.json</c> that are about logins. Parts of another shape than expected count as absent.</summary>
internal sealed class DockerConfigFile
{
    /// <summary>Docker Hub's logins go by this address, whatever the image's reference says.</summary>
    private const string DockerHubKey = "https://index.docker.io/v1/";
    private static readonly string[] DockerHubHosts = ["docker.io", "index.docker.io", "registry-1.docker.io"];

    private readonly JsonElement _root;

    private DockerConfigFile(JsonElement root) => _root = root;

    /// <exception cref="JsonException">Not JSON.</exception>
    public static DockerConfigFile Read(byte[] bytes)
    {
        using var document = JsonDocument.Parse(bytes);
        return new DockerConfigFile(document.RootElement.Clone());
    }

    /// <summary>The key under which a host's login is kept: as it stands in the file, or the host itself.</summary>
    public string KeyOf(string host)
        => Members("credHelpers").Concat(Members("auths")).Select(member => member.Name).FirstOrDefault(name => IsFor(name, host))
            ?? (DockerHubHosts.Contains(host) ? DockerHubKey : host);

    /// <summary>The suffix of the helper program to ask, if any.</summary>
    public string? HelperOf(string host)
        => Text(Members("credHelpers").FirstOrDefault(member => IsFor(member.Name, host)).Value) ?? Text(Member(_root, "credsStore"));

    /// <summary>What <c>auths</c> itself says.</summary>
    public CredentialAnswer CredentialOf(string host)
        => Members("auths").Where(member => IsFor(member.Name, host)).Select(member => Read(member.Name, member.Value)).FirstOrDefault(answer => answer != CredentialAnswer.None)
            ?? CredentialAnswer.None;

    /// <summary>Keys are hosts, or addresses such as <c>https://host/v1/</c>.</summary>
    private static bool IsFor(string key, string host)
    {
        var start = key.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? key[(scheme + 3)..] : key;
        var keyHost = start.Split('/')[0];
        return keyHost == host || (DockerHubHosts.Contains(keyHost) && DockerHubHosts.Contains(host));
    }

    private static CredentialAnswer Read(string key, JsonElement entry)
    {
        if (Text(Member(entry, "identitytoken")) is { } identityToken)
        {
            return new CredentialAnswer(RegistryCredential.OfIdentityToken(identityToken));
        }

        if (Text(Member(entry, "registrytoken")) is { } accessToken)
        {
            return new CredentialAnswer(RegistryCredential.OfAccessToken(accessToken));
        }

        if (Text(Member(entry, "auth")) is { } encoded)
        {
            return Decode(encoded) is { } credential
                ? new CredentialAnswer(credential)
                : new CredentialAnswer(null, $"The \"auth\" of \"{key}\" in Docker's config.json is not the base64 of \"user:password\": log in again.");
        }

        return Text(Member(entry, "username")) is { } user && Text(Member(entry, "password")) is { } password
            ? new CredentialAnswer(new RegistryCredential(user, password))
            : CredentialAnswer.None;
    }

    private static RegistryCredential? Decode(string encoded)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var count))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, count);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? new RegistryCredential(text[..colon], text[(colon + 1)..].TrimEnd('\0')) : null;
    }

    private IEnumerable<JsonProperty> Members(string name)
        => Member(_root, name) is { ValueKind: JsonValueKind.Object } members ? members.EnumerateObject() : [];

    private static JsonElement Member(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement element) => element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text ? text : null;
}
