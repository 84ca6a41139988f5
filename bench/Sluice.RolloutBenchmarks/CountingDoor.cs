using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.RolloutBenchmarks;

/// <summary>Stands before the sandbox's API and counts the requests that go through, watches as one each. The sandbox's kubeconfig leads here as long as it is open.</summary>
internal sealed partial class CountingDoor : IAsyncDisposable
{
    private readonly string _kubeconfig;
    private readonly string _before;
    private readonly HttpMessageInvoker _behind;
    private readonly WebApplication _door;
    private readonly ConcurrentQueue<DateTimeOffset> _passed = new();

    private CountingDoor(string kubeconfig)
    {
        _kubeconfig = kubeconfig;
        _before = File.ReadAllText(kubeconfig);
        _behind = new HttpMessageInvoker(new SocketsHttpHandler { UseProxy = false, SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trust(_before) } });
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        _door = builder.Build();
        var server = new Uri(Server().Match(_before).Groups[1].Value);
        _door.Run(http => PassAsync(http, server));
    }

    /// <summary>How many went through from one moment to another.</summary>
    public int Between(DateTimeOffset from, DateTimeOffset to) => _passed.Count(at => at >= from && at <= to);

    public static async Task<CountingDoor> OpenAsync(string kubeconfig)
    {
        var door = new CountingDoor(kubeconfig);
        await door._door.StartAsync();
        await File.WriteAllTextAsync(kubeconfig, Authority().Replace(Server().Replace(door._before, $"server: {door._door.Urls.Single()}"), ""));
        return door;
    }

    public async ValueTask DisposeAsync()
    {
        await File.WriteAllTextAsync(_kubeconfig, _before);
        await _door.DisposeAsync();
        _behind.Dispose();
    }

    private async Task PassAsync(HttpContext http, Uri server)
    {
        _passed.Enqueue(TimeProvider.System.GetUtcNow());
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(server, $"{http.Request.Path.ToUriComponent()}{http.Request.QueryString}"));
        if (http.Request.ContentLength > 0 || http.Request.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(http.Request.Body);
        }

        foreach (var (name, values) in http.Request.Headers.Where(header => header.Key is not ("Host" or "Connection" or "Transfer-Encoding")))
        {
            _ = request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values) || request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values) == true;
        }

        try
        {
            using var response = await _behind.SendAsync(request, http.RequestAborted);
            http.Response.StatusCode = (int)response.StatusCode;
            foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => header.Key is not ("Connection" or "Transfer-Encoding")))
            {
                http.Response.Headers[name] = values.ToArray();
            }

            await using var body = await response.Content.ReadAsStreamAsync(http.RequestAborted);
            var buffer = new byte[16 * 1024];
            while (await body.ReadAsync(buffer, http.RequestAborted) is > 0 and var read)
            {
                await http.Response.Body.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
                await http.Response.Body.FlushAsync(http.RequestAborted);
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or HttpRequestException or IOException)
        {
            http.Abort();
        }
    }

    private static X509ChainPolicy Trust(string kubeconfig)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(Authority().Match(kubeconfig).Groups[1].Value))));
        return policy;
    }

    [GeneratedRegex("server: (.+)")]
    private static partial Regex Server();

    [GeneratedRegex("\n *certificate-authority-data: (.+)")]
    private static partial Regex Authority();
}
