using System.Globalization;
using Sluice.Kubernetes.Api;
using Sluice.Rollouts.Ports;

namespace Sluice.Kubernetes.Pods;

/// <summary>Asks pods through the API server's proxy: their addresses are reachable from within a cluster only. Needs the right <c>get pods/proxy</c>.</summary>
public sealed class PodHttp(ApiClient client) : IPodHttp
{
    public async Task<PodAnswer> GetAsync(PodAddress pod, string path, CancellationToken cancellationToken)
    {
        var port = pod.Port.ToString(CultureInfo.InvariantCulture);
        var proxied = $"/api/v1/namespaces/{Uri.EscapeDataString(pod.Namespace)}/pods/{Uri.EscapeDataString(pod.Pod)}:{port}/proxy{path}";
        var answer = await client.GetTextAsync(proxied, cancellationToken).ConfigureAwait(false);
        return answer.Succeeded(out var body, out var error) ? new PodAnswer(200, body, "") : new PodAnswer(error.Status, "", error.Message);
    }
}
