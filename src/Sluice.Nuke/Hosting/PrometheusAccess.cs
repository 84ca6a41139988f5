using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sluice.Metrics.Prometheus;
using Sluice.Model.Gates;
using Sluice.Model.Values;

namespace Sluice.Nuke.Hosting;

/// <summary>Opens a Prometheus server as <c>sluice.yaml</c> or a parameter names it.</summary>
internal static class PrometheusAccess
{
    /// <summary>The server, or everything that is wrong with how it is named. Secrets are told to the run's redactor.</summary>
    /// <param name="session">The run.</param>
    /// <param name="typed">An address from a parameter, in place of that of <paramref name="source"/>.</param>
    /// <param name="source">What <c>sluice.yaml</c> says.</param>
    public static (PrometheusServer? Server, IReadOnlyList<string> Errors) Open(SluiceSession session, string? typed, MetricsSource source)
    {
        var errors = new List<string>();
        var named = source as PrometheusSource;
        var options = new PrometheusOptions(Address(typed, named, errors) ?? new Uri("http://localhost"));
        if (string.IsNullOrEmpty(typed) && named is not null)
        {
            options = options with
            {
                Username = named.Username,
                Password = Secret(session, named.Password, errors),
                Token = Secret(session, named.Token, errors),
                Authorities = Authorities(session, named, errors),
                Timeout = named.Timeout,
            };
        }

        foreach (var part in Uri.UnescapeDataString(options.Address.UserInfo).Split(':', 2).Skip(1))
        {
            session.Redactor.Add(part);
        }

        return errors.Count > 0 ? (null, errors) : (new PrometheusServer(options, session.Clock), []);
    }

    private static Uri? Address(string? typed, PrometheusSource? named, List<string> errors)
    {
        if (!string.IsNullOrEmpty(typed))
        {
            if (Uri.TryCreate(typed, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                return address;
            }

            errors.Add("--prometheus is no address of a server. Write it like --prometheus http://prometheus.monitoring:9090");
            return null;
        }

        if (named is null)
        {
            errors.Add("Which server? Name it with --prometheus, or under metrics.prometheus of the environment in sluice.yaml.");
            return null;
        }

        var (found, problem) = named.Address.Read(Environment.GetEnvironmentVariable);
        if (problem is not null)
        {
            errors.Add(problem.ToString());
        }

        return found;
    }

    private static Secret? Secret(SluiceSession session, SecretReference? reference, List<string> errors)
    {
        if (reference is null)
        {
            return null;
        }

        var (secret, problem) = reference.Read(Environment.GetEnvironmentVariable);
        if (problem is not null)
        {
            errors.Add(problem.ToString());
        }
        else
        {
            session.Redactor.Add(secret!.Reveal());
        }

        return secret;
    }

    private static X509Certificate2Collection? Authorities(SluiceSession session, PrometheusSource named, List<string> errors)
    {
        if (named.CertificateAuthority is not { } file)
        {
            return null;
        }

        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(Path.Combine(session.Root, file));
            return authorities;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            errors.Add($"metrics.prometheus.certificateAuthority: {file} cannot be read as certificates in PEM: {exception.Message.TrimEnd('.')}.");
            return null;
        }
    }
}
