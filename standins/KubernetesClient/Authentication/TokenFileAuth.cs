using System.Net.Http.Headers;

namespace k8s.Authentication;

/// <summary>A token in a file that something else renews; read again when the last reading is a minute old.</summary>
public class TokenFileAuth : ITokenProvider
{
    private static readonly TimeSpan MaximumAge = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly string path;
    private string token;
    private DateTimeOffset readAgainAt = DateTimeOffset.MinValue;

    public TokenFileAuth(string tokenFile) => path = tokenFile;

    public Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            if (now >= readAgainAt)
            {
                token = File.ReadAllText(path).Trim();
                readAgainAt = now + MaximumAge;
            }

            return Task.FromResult(new AuthenticationHeaderValue("Bearer", token));
        }
    }
}
