using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sluice.Sandbox.Proxy.Counting;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Proxy.WaysIn;

/// <summary>Answers requests from outside by the pods that Ingresses and HTTPRoutes lead to.</summary>
internal sealed class IngressForwarder(IObjectStore store, Traffic traffic, TimeProvider time) : IDisposable
{
    /// <summary>By which answers tell revisions apart; set where the service itself does not.</summary>
    public const string RevisionHeader = "X-Revision";

    /// <summary>A pod that does not answer is passed over for the next one this many times, as ingress-nginx has it.</summary>
    private const int Attempts = 3;

    private readonly WayTable _ways = new(store);
    private readonly EndpointPicker _picker = new(store);
    private readonly HttpHop _hop = new();

    public async Task HandleAsync(HttpContext context)
    {
        long began = time.GetTimestamp();
        bool isKept = context.IsOverKeptConnection();
        if (_ways.Find(context.Request) is not { } open)
        {
            await context.RefuseAsync(
                StatusCodes.Status404NotFound,
                $"no Ingress and no HTTPRoute leads anywhere from host \"{context.Request.Host.Host}\" and path {context.Request.Path}; kubectl get ingress,httproute -A lists what there is").ConfigureAwait(false);
            traffic.Answered(new TrafficKind("none", Destination.None, isKept), "4xx", time.GetElapsedTime(began));
            return;
        }

        string via = open.Way.Source.Kind == "Ingress" ? "ingress" : "route";
        var (to, code) = await AskAsync(context, open, via, isKept).ConfigureAwait(false);
        traffic.Answered(new TrafficKind(via, to, isKept), code, time.GetElapsedTime(began));
    }

    public void Dispose()
    {
        _ways.Dispose();
        _hop.Dispose();
    }

    private async Task<(Destination To, string Code)> AskAsync(HttpContext context, OpenWay open, string via, bool isKept)
    {
        bool isRoute = via == "route";
        if (open.NextBackend() is not { } backend)
        {
            await context.RefuseAsync(isRoute ? 500 : 503, $"{open.Way.Source} has no backend with a weight above 0").ConfigureAwait(false);
            return (new Destination(open.Way.Source.Namespace, ""), "5xx");
        }

        for (int attempt = 1; ; attempt++)
        {
            var pick = Pick(backend);
            if (pick.Endpoint is null)
            {
                await context.RefuseAsync(isRoute && pick.IsUnknown ? 500 : 503, pick.Problem!).ConfigureAwait(false);
                return (pick.Destination, "5xx");
            }

            var outcome = await _hop.SendAsync(context, HopOf(context, pick)).ConfigureAwait(false);
            if (outcome is HopOutcome.Unanswered or HopOutcome.BrokenOff)
            {
                traffic.Failed(new TrafficKind(via, pick.Destination, isKept));
            }

            if (outcome is not HopOutcome.Unanswered unanswered)
            {
                return (pick.Destination, outcome.Code);
            }

            if (attempt == Attempts || !unanswered.MayRepeat)
            {
                await context.RefuseAsync(502, $"service \"{backend.Service}\" in namespace \"{backend.Namespace}\" at {pick.Endpoint} did not answer: {unanswered.Problem}").ConfigureAwait(false);
                return (pick.Destination, "5xx");
            }
        }
    }

    private Pick Pick(Backend backend)
    {
        if (backend.Problem is { } problem)
        {
            return new Pick(null, new Destination(backend.Namespace, backend.Service), problem, IsUnknown: true);
        }

        var pick = _picker.One(backend.Namespace, backend.Service, backend.Port);
        return pick.Endpoint is null && backend.Otherwise is { } other ? Pick(other) : pick;
    }

    private static HopRequest HopOf(HttpContext context, Pick pick)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

        // Who uses this as an HTTP proxy asks in absolute form.
        string rest = target.StartsWith('/') ? target : Uri.TryCreate(target, UriKind.Absolute, out var uri) ? uri.PathAndQuery : "/";
        string host = context.Request.Host.Value ?? "";
        string from = context.Connection.RemoteIpAddress?.ToString() ?? "";
        return new HopRequest(new Uri($"http://{pick.Endpoint}{rest}"), host)
        {
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["X-Forwarded-For"] = from,
                ["X-Forwarded-Host"] = host,
                ["X-Forwarded-Proto"] = "http",
                ["X-Real-IP"] = from,
            },
            OnAnswer = headers =>
            {
                if (pick.Destination.Revision.Length > 0)
                {
                    headers.TryAdd(RevisionHeader, pick.Destination.Revision);
                }
            },
        };
    }
}
