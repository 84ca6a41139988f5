using System.Text.Json.Serialization;
using PcBench.ServiceDefaults;
using PcBench.ServiceDefaults.Faults;
using PcBench.ServiceDefaults.Http;
using PcBench.ServiceDefaults.Settings;

namespace PcBench.MlService;

/// <summary>Predicts a processor's multi-core points from three figures of its data sheet.</summary>
public static class PredictApi
{
    public static ServiceDefinition Define(EnvironmentReader environment) => new(
        "ml-service",
        builder => builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, PredictJson.Default)),
        app => app.MapGet("/predict", Predict).AsApi());

    private static IResult Predict(int cores, double clockGHz, double cacheMb, ServiceIdentity identity)
    {
        var processor = new Processor(cores, clockGHz, cacheMb);
        return processor.Invalid() is { } reason
            ? Problem.Result(StatusCodes.Status400BadRequest, "Not a processor", reason)
            : TypedResults.Ok(new Prediction(identity, ScoreModel.Predict(processor), ScoreModel.Explain(processor)));
    }
}

/// <param name="ServedBy">The service and revision that predicted.</param>
/// <param name="Score">Predicted multi-core points, rounded.</param>
/// <param name="Terms">What the score is the sum of.</param>
public sealed record Prediction(ServiceIdentity ServedBy, int Score, IReadOnlyList<ModelTerm> Terms);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Prediction))]
internal sealed partial class PredictJson : JsonSerializerContext;
