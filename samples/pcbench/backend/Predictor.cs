using System.Globalization;
using System.Net;
using System.Text.Json;
using PcBench.ServiceDefaults.Http;

namespace PcBench.Backend;

/// <summary>Asks ml-service what a PC should score.</summary>
internal sealed class Predictor(Upstream mlService)
{
    public async Task<PredictionOutcome> PredictAsync(BenchmarkedPc pc, CancellationToken cancellationToken)
    {
        var request = string.Create(CultureInfo.InvariantCulture, $"/predict?cores={pc.Cores}&clockGHz={pc.ClockGHz}&cacheMb={pc.CacheMb}");
        return await mlService.GetAsync(request, cancellationToken) switch
        {
            UpstreamOutcome.Answered answer => await ReadAsync(answer, cancellationToken),
            UpstreamOutcome.Unreachable { Reason: var reason } => new PredictionOutcome.Unavailable(reason),
            _ => throw new InvalidOperationException("An outcome that is neither an answer nor a reason."),
        };
    }

    private static async Task<PredictionOutcome> ReadAsync(UpstreamOutcome.Answered answer, CancellationToken cancellationToken)
    {
        using (answer)
        {
            if (answer.Response.StatusCode != HttpStatusCode.OK)
            {
                return new PredictionOutcome.Unavailable($"ml-service answered {(int)answer.Response.StatusCode}");
            }

            try
            {
                var prediction = await answer.Response.Content.ReadFromJsonAsync(BackendJson.Default.Prediction, cancellationToken);
                return prediction is null
                    ? new PredictionOutcome.Unavailable("ml-service answered with no prediction")
                    : new PredictionOutcome.Predicted(prediction);
            }
            catch (JsonException exception)
            {
                return new PredictionOutcome.Unavailable($"ml-service's answer cannot be read: {exception.Message}");
            }
        }
    }
}

/// <summary>A prediction, or why there is none.</summary>
internal abstract record PredictionOutcome
{
    private PredictionOutcome()
    {
    }

    public sealed record Predicted(Prediction Prediction) : PredictionOutcome;

    public sealed record Unavailable(string Reason) : PredictionOutcome;
}
