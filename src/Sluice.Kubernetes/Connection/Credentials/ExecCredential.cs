using System.Globalization;
using System.Text.Json;
using Sluice.Kubernetes.Api;

namespace Sluice.Kubernetes.Connection.Credentials;

/// <summary>What a credential plugin gave. Not a record: one prints all it holds.</summary>
internal sealed class ExecCredential
{
    private ExecCredential(string? token, string? certificate, string? key, DateTimeOffset? expires)
    {
        Token = token;
        Certificate = certificate;
        Key = key;
        Expires = expires;
    }

    public string? Token { get; }

    /// <summary>PEM, as is the key.</summary>
    public string? Certificate { get; }

    public string? Key { get; }

    public DateTimeOffset? Expires { get; }

    /// <summary>Reads what the plugin printed, without ever repeating it: it may be a secret.</summary>
    /// <exception cref="CredentialException">It is no credential of the version that the kubeconfig asks for.</exception>
    public static ExecCredential Read(string printed, string plugin, string apiVersion)
    {
        JsonElement answer = Parse(printed) ?? throw new CredentialException($"{plugin} did not print JSON");
        if (Text(answer, "kind") is { } kind and not "ExecCredential")
        {
            throw new CredentialException($"{plugin} printed a {Short(kind)}, not an ExecCredential");
        }

        string answered = Text(answer, "apiVersion") ?? "no version";
        if (answered != apiVersion)
        {
            throw new CredentialException($"{plugin} answered for {Short(answered)}, the kubeconfig asks for {apiVersion}");
        }

        JsonElement status = answer.TryGetProperty("status", out JsonElement given) ? given : default;
        string? token = Text(status, "token"), certificate = Text(status, "clientCertificateData"), key = Text(status, "clientKeyData");
        if (token is null && (certificate is null || key is null))
        {
            throw new CredentialException($"{plugin} printed no usable credential: neither status.token nor status.clientCertificateData with clientKeyData");
        }

        return new ExecCredential(token, key is null ? null : certificate, certificate is null ? null : key, Time(Text(status, "expirationTimestamp"), plugin));
    }

    private static JsonElement? Parse(string printed)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(printed);
            return document.RootElement.ValueKind is JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            // Its message quotes what it stumbled over.
            return null;
        }
    }

    private static DateTimeOffset? Time(string? text, string plugin)
    {
        if (text is null)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time
            : throw new CredentialException($"{plugin} printed an expirationTimestamp that is not a time");
    }

    private static string? Text(JsonElement parent, string key) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(key, out JsonElement value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    // Names of kinds and versions are short; whatever is not is something else.
    private static string Short(string name) => name.Length <= 60 ? name : "something else";
}
