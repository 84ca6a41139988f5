using System.Text.Json.Serialization;
using PcBench.ServiceDefaults;

namespace PcBench.Backend;

/// <summary>What ml-service answers; only the part that is used here.</summary>
public sealed record Prediction(ServiceIdentity ServedBy, int Score, IReadOnlyList<ModelTerm> Terms);

public sealed record ModelTerm(string What, int Points);

/// <summary>All PCs, the fastest first.</summary>
public sealed record BenchmarksReply(ServiceIdentity ServedBy, IReadOnlyList<BenchmarkedPc> Benchmarks);

/// <summary>A PC's measured score beside the predicted one.</summary>
/// <param name="ServedBy">The backend that answered.</param>
/// <param name="PredictedBy">The ml-service that predicted.</param>
/// <param name="Pc">The PC, with its measured score.</param>
/// <param name="Predicted">Predicted points.</param>
/// <param name="DifferencePercent">How far the measured score is above (+) or below (−) the predicted one.</param>
/// <param name="Terms">What the prediction is the sum of.</param>
public sealed record ScoreReply(
    ServiceIdentity ServedBy,
    ServiceIdentity PredictedBy,
    BenchmarkedPc Pc,
    int Predicted,
    double DifferencePercent,
    IReadOnlyList<ModelTerm> Terms)
{
    internal static ScoreReply Compare(ServiceIdentity servedBy, BenchmarkedPc pc, Prediction prediction) => new(
        servedBy,
        prediction.ServedBy,
        pc,
        prediction.Score,
        Math.Round(100.0 * (pc.Score - prediction.Score) / prediction.Score, 1),
        prediction.Terms);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BenchmarksReply))]
[JsonSerializable(typeof(ScoreReply))]
[JsonSerializable(typeof(Prediction))]
internal sealed partial class BackendJson : JsonSerializerContext;
