using PcBench.ServiceDefaults;
using PcBench.ServiceDefaults.Faults;
using PcBench.ServiceDefaults.Http;
using PcBench.ServiceDefaults.Settings;

namespace PcBench.Backend;

/// <summary>Compares benchmark results of PCs with each other and with what ml-service predicts for them.</summary>
public static class BackendApi
{
    private static readonly TimeSpan PredictionTimeout = TimeSpan.FromSeconds(2);

    public static ServiceDefinition Define(EnvironmentReader environment)
    {
        var mlService = environment.Url("ML_SERVICE_URL", "http://ml-service:8080");
        return new ServiceDefinition(
            "backend",
            builder => builder.Services
                .ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, BackendJson.Default))
                .AddSingleton(services => new Upstream("ml-service", mlService, PredictionTimeout, services.GetRequiredService<TimeProvider>()))
                .AddSingleton<Predictor>(),
            app =>
            {
                app.MapGet("/api/benchmarks", Benchmarks).AsApi();
                app.MapGet("/api/score", ScoreAsync).AsApi();
            });
    }

    private static BenchmarksReply Benchmarks(ServiceIdentity identity) =>
        new(identity, [.. BenchmarkCatalogue.All.OrderByDescending(pc => pc.Score)]);

    private static async Task<IResult> ScoreAsync(string? cpu, Predictor predictor, ServiceIdentity identity, CancellationToken cancellationToken)
    {
        var known = string.Join(", ", BenchmarkCatalogue.All.Select(pc => pc.Cpu));
        if (string.IsNullOrEmpty(cpu))
        {
            return Problem.Result(StatusCodes.Status400BadRequest, "No cpu named", $"Add ?cpu= with one of {known}");
        }

        if (BenchmarkCatalogue.Find(cpu) is not { } pc)
        {
            return Problem.Result(StatusCodes.Status404NotFound, "Unknown cpu", $"cpu={cpu} was never benchmarked; known are {known}");
        }

        return await predictor.PredictAsync(pc, cancellationToken) switch
        {
            PredictionOutcome.Predicted { Prediction: var prediction } => TypedResults.Ok(ScoreReply.Compare(identity, pc, prediction)),
            PredictionOutcome.Unavailable { Reason: var reason } => Problem.Result(StatusCodes.Status502BadGateway, "No prediction", reason),
            _ => throw new InvalidOperationException("An outcome that is neither a prediction nor a reason."),
        };
    }
}
