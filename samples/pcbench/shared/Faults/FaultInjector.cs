using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PcBench.ServiceDefaults.Http;
using PcBench.ServiceDefaults.Settings;

namespace PcBench.ServiceDefaults.Faults;

/// <summary>Makes API requests slower or lets a share of them fail, as <see cref="FaultSettings"/> ask. Health, metrics and pages are left alone.</summary>
internal sealed class FaultInjector(FaultSettings faults, TimeProvider clock, Random dice)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ApiEndpoint>() is null)
        {
            await next(context);
            return;
        }

        if (faults.Latency > TimeSpan.Zero)
        {
            await Task.Delay(faults.Latency, clock, context.RequestAborted);
        }

        if (dice.NextDouble() < faults.ErrorRate)
        {
            await Problem.WriteAsync(context, StatusCodes.Status500InternalServerError, "Fault switched on", "FAULT_ERROR_RATE asks for this answer");
            return;
        }

        await next(context);
    }
}

/// <summary>Marks an endpoint that belongs to the service's API.</summary>
internal sealed record ApiEndpoint;

public static class ApiEndpointExtensions
{
    /// <summary>Says that the fault switches act on this endpoint.</summary>
    public static TBuilder AsApi<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ApiEndpoint());
}
