using System.Net.Http.Headers;
using k8s.KubeConfigModels;

namespace k8s.Authentication;

/// <summary>A token from a credential plugin, which is run again when the token has run out.</summary>
public class ExecTokenProvider : ITokenProvider
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly ExternalExecution exec;
    private ExecCredentialResponse response;

    public ExecTokenProvider(ExternalExecution exec) => this.exec = exec;

    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (response is null || !response.Status.IsValid())
            {
                response = await Task.Run(() => KubernetesClientConfiguration.ExecuteExternalCommand(exec), cancellationToken).ConfigureAwait(false);
            }

            return new AuthenticationHeaderValue("Bearer", response.Status.Token);
        }
        finally
        {
            gate.Release();
        }
    }
}
