using System.Text;

namespace Sluice.Sandbox.Hosting;

/// <summary>The kubeconfig that kubectl and the build use.</summary>
internal static class Kubeconfig
{
    public static string Text(Uri server, string caPem, string token) =>
        $"""
        apiVersion: v1
        kind: Config
        current-context: sandbox
        clusters:
          - name: sandbox
            cluster:
              server: {server.GetLeftPart(UriPartial.Authority)}
              certificate-authority-data: {Convert.ToBase64String(Encoding.ASCII.GetBytes(caPem))}
        users:
          - name: sandbox
            user:
              token: {token}
        contexts:
          - name: sandbox
            context:
              cluster: sandbox
              user: sandbox

        """;
}
