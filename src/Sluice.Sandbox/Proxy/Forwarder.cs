using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sluice.Sandbox.Proxy.Counting;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Proxy;

/// <summary>Answers a pod's request in absolute form: for a Service by one of its ready endpoints, for any other host by that host.</summary>
internal sealed class Forwarder(IObjectStore store, Func<string, string?> namespaceOf, Traffic traffic, TimeProvider time) : IDisposable
{
    private readonly EndpointPicker _picker = new(store);
    private readonly HttpHop _hop = new();

    public async Task HandleAsync(HttpContext context)
    {
        bool isKept = context.IsOverKeptConnection();
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!Uri.TryCreate(target, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp)
        {
            await context.RefuseAsync(StatusCodes.Status501NotImplemented, $"{context.Request.Method} {target}: this proxy takes http requests in absolute form").ConfigureAwait(false);
            return;
        }

        string ns = namespaceOf(context.Connection.LocalIpAddress?.ToString() ?? "") ?? "default";
        if (ServiceName.Of(uri.IdnHost, ns, store) is not { } service)
        {
            await AskAsync(context, uri, uri).ConfigureAwait(false);
            return;
        }

        var pick = _picker.One(service.Namespace, service.Name, new ServicePort(uri.Port, null));
        if (pick.IsUnknown)
        {
            await context.RefuseAsync(StatusCodes.Status502BadGateway, pick.Problem!).ConfigureAwait(false);
            return;
        }

        await AskAsync(context, uri, pick, new TrafficKind("pod", pick.Destination, isKept)).ConfigureAwait(false);
    }

    public void Dispose() => _hop.Dispose();

    private async Task AskAsync(HttpContext context, Uri uri, Pick pick, TrafficKind kind)
    {
        long began = time.GetTimestamp();
        if (pick.Endpoint is not { } endpoint)
        {
            await context.RefuseAsync(StatusCodes.Status503ServiceUnavailable, pick.Problem!).ConfigureAwait(false);
            traffic.Answered(kind, "5xx", time.GetElapsedTime(began));
            return;
        }

        var outcome = await AskAsync(context, uri, new UriBuilder(uri) { Host = endpoint.Address.ToString(), Port = endpoint.Port }.Uri).ConfigureAwait(false);
        if (outcome is HopOutcome.Unanswered or HopOutcome.BrokenOff)
        {
            traffic.Failed(kind);
        }

        traffic.Answered(kind, outcome is HopOutcome.Unanswered ? "5xx" : outcome.Code, time.GetElapsedTime(began));
    }

    private async Task<HopOutcome> AskAsync(HttpContext context, Uri asked, Uri destination)
    {
        var outcome = await _hop.SendAsync(context, new HopRequest(destination, asked.Authority)).ConfigureAwait(false);
        if (outcome is HopOutcome.Unanswered unanswered)
        {
            await context.RefuseAsync(StatusCodes.Status502BadGateway, $"{asked.Authority} at {destination.Authority} did not answer: {unanswered.Problem}").ConfigureAwait(false);
        }

        return outcome;
    }
}
