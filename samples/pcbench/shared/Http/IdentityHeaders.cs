using Microsoft.AspNetCore.Http;
using PcBench.ServiceDefaults.Health;

namespace PcBench.ServiceDefaults.Http;

/// <summary>Says on every response who answered; while the process is stopping also that the connection ends here.</summary>
internal sealed class IdentityHeaders(ServiceIdentity identity, Readiness readiness)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Write(context.Response);
        return next(context);
    }

    public void Write(HttpResponse response)
    {
        response.Headers["X-Service"] = identity.Service;
        response.Headers["X-Revision"] = identity.Revision;

        // A kept-alive connection would stay with this process until the server closes it, maybe under a request.
        if (readiness.IsStopping)
        {
            response.Headers.Connection = "close";
        }
    }
}
