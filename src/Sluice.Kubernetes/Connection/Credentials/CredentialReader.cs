using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Sluice.Kubernetes.Connection.Kubeconfigs;
using Sluice.Kubernetes.Connection.Tls;
using Sluice.Rollouts;

namespace Sluice.Kubernetes.Connection.Credentials;

/// <summary>From a kubeconfig's user to a credential; everything that can be wrong before the first request is reported here.</summary>
internal static class CredentialReader
{
    public static Credential Read(KubeconfigUser user, JsonObject cluster, Action<string> onSecret, TimeProvider time, List<ClusterProblem> problems)
    {
        // First of all, as what is wrong may be told with a part of it.
        Tell(user, onSecret);
        string where = $"{user.Place}: user {user.Name}";
        if (user.AuthProvider is { } provider)
        {
            problems.Add(new ClusterProblem(
                ClusterProblemKind.Configuration,
                $"{where} logs in with auth-provider {provider}, which Sluice does not have.",
                "Use a credential plugin (exec) in its place: kubelogin for OIDC, gke-gcloud-auth-plugin, kubelogin of Azure."));
        }

        string[] ways = [.. Ways(user)];
        if (ways.Length > 1)
        {
            problems.Add(Pem.Unusable($"{where} has {string.Join(" and ", ways)}; only one of them can be sent."));
            return new Credential();
        }

        return new Credential
        {
            Token = Token(user, where, problems),
            Tokens = user.Exec is { } exec ? Plugin(exec, user, cluster, onSecret, time, where, problems) : TokenOfFile(user, onSecret, where, problems),
            UserName = Empty(user.UserName),
            Password = user.Password,
            Certificate = Certificate(user, onSecret, where, problems)?.Context,
        };
    }

    private static void Tell(KubeconfigUser user, Action<string> onSecret)
    {
        // What a plugin is given may be a secret as well, but as often the name of a region, which is needed to read a message.
        foreach (string? secret in new[] { user.Token?.Trim(), user.Password, user.ClientKeyData?.Trim() })
        {
            if (!string.IsNullOrEmpty(secret))
            {
                onSecret(secret);
            }
        }
    }

    // A token beside a tokenFile is what the file held once; the file goes before it.
    private static IEnumerable<string> Ways(KubeconfigUser user)
    {
        if (Empty(user.Token) is not null || Empty(user.TokenFile) is not null)
        {
            yield return Empty(user.TokenFile) is null ? "token" : "tokenFile";
        }

        if (Empty(user.UserName) is not null)
        {
            yield return "username";
        }

        if (user.Exec is not null)
        {
            yield return "exec";
        }
    }

    private static string? Token(KubeconfigUser user, string where, List<ClusterProblem> problems)
    {
        string token = (user.Token ?? "").Trim();
        if (token.Length == 0 || Empty(user.TokenFile) is not null)
        {
            return null;
        }

        if (!BearerToken.IsUsable(token))
        {
            problems.Add(Pem.Unusable($"{where}: token is not one token: it has spaces, line breaks or characters beyond ASCII."));
        }

        return token;
    }

    private static TokenFile? TokenOfFile(KubeconfigUser user, Action<string> onSecret, string where, List<ClusterProblem> problems)
    {
        if (Empty(user.TokenFile) is not { } file)
        {
            return null;
        }

        string path = user.Place.Absolute(file);
        if (!File.Exists(path))
        {
            problems.Add(new ClusterProblem(ClusterProblemKind.Configuration, $"{where}: tokenFile {path} does not exist.", "Log in again, or correct tokenFile in the kubeconfig."));
        }

        return new TokenFile(path, onSecret);
    }

    private static ExecTokens? Plugin(KubeconfigExec exec, KubeconfigUser user, JsonObject cluster, Action<string> onSecret, TimeProvider time, string where, List<ClusterProblem> problems)
    {
        if (Empty(exec.Command) is not { } command || Empty(exec.ApiVersion) is null)
        {
            problems.Add(Pem.Unusable($"{where}: exec has no {(Empty(exec.Command) is null ? "command" : "apiVersion")}."));
            return null;
        }

        // A bare name is looked up in PATH; only one with a folder in it is relative to the file.
        if (command.Contains('/', StringComparison.Ordinal) || command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            command = user.Place.Absolute(command);
            if (!File.Exists(command))
            {
                problems.Add(Pem.Unusable($"{where}: the credential plugin {command} does not exist{ExecPlugin.Hint(exec)}."));
            }
        }

        return new ExecTokens(new ExecPlugin(exec, command, exec.ProvideClusterInfo ? cluster : null, time).RunAsync, command, onSecret, time);
    }

    private static ClientCertificate? Certificate(KubeconfigUser user, Action<string> onSecret, string where, List<ClusterProblem> problems)
    {
        int before = problems.Count;
        string? certificate = Pem.Read(user.ClientCertificateData, user.ClientCertificate, "client-certificate", user.Place, problems);
        string? key = Pem.Read(user.ClientKeyData, user.ClientKey, "client-key", user.Place, problems);
        if (key is not null)
        {
            onSecret(key);
        }

        if (problems.Count > before || (certificate is null && key is null))
        {
            return null;
        }

        if (certificate is null || key is null)
        {
            problems.Add(Pem.Unusable($"{where} has {(key is null ? "a client-certificate and no client-key" : "a client-key and no client-certificate")}."));
            return null;
        }

        try
        {
            return ClientCertificate.FromPem(certificate, key);
        }
        catch (CryptographicException e)
        {
            problems.Add(Pem.Unusable($"{where}: client-certificate and client-key cannot be used together: {e.Message.TrimEnd('.')}."));
            return null;
        }
    }

    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
