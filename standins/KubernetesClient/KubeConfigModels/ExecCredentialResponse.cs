#nullable enable
using System.Text.Json.Serialization;

namespace k8s.KubeConfigModels;

/// <summary>What a credential plugin printed.</summary>
public class ExecCredentialResponse
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = "";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = "";

    [JsonPropertyName("status")]
    public ExecStatus? Status { get; set; }

    /// <summary>The credential itself.</summary>
    public class ExecStatus
    {
        [JsonPropertyName("expirationTimestamp")]
        public DateTime? ExpirationTimestamp { get; set; }

        [JsonPropertyName("token")]
        public string? Token { get; set; }

        [JsonPropertyName("clientCertificateData")]
        public string? ClientCertificateData { get; set; }

        [JsonPropertyName("clientKeyData")]
        public string? ClientKeyData { get; set; }

        /// <summary>Whether it carries a token or a certificate with its key, and is good for at least half a minute more.</summary>
        public bool IsValid()
        {
            bool fresh = ExpirationTimestamp is not { } expires
                || TimeProvider.System.GetUtcNow().AddSeconds(30) < new DateTimeOffset(expires.ToUniversalTime());
            bool something = !string.IsNullOrEmpty(Token)
                || (!string.IsNullOrEmpty(ClientCertificateData) && !string.IsNullOrEmpty(ClientKeyData));
            return fresh && something;
        }
    }
}
