using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Readiness;

/// <summary>What the rules look at in a Deployment.</summary>
internal sealed record DeploymentSnapshot(
    long Generation,
    long ObservedGeneration,
    int Desired,
    int Updated,
    int Total,
    int Available,
    bool Paused,
    string? ProgressFailure,
    string? CreateFailure)
{
    public static DeploymentSnapshot Read(JsonObject deployment)
    {
        JsonNode? status = deployment["status"];
        JsonObject? progressing = Json.Condition(deployment, "Progressing");
        bool late = progressing is not null && Json.Text(progressing["status"]) == "False" && Json.Text(progressing["reason"]) == "ProgressDeadlineExceeded";
        return new DeploymentSnapshot(
            Json.Long(deployment["metadata"]?["generation"]),
            Json.Long(status?["observedGeneration"]),
            Json.Int(deployment["spec"]?["replicas"], 1),
            Json.Int(status?["updatedReplicas"]),
            Json.Int(status?["replicas"]),
            Json.Int(status?["availableReplicas"]),
            Json.Flag(deployment["spec"]?["paused"]),
            late ? Json.Text(progressing!["message"]) : null,
            CreateFailureOf(deployment));
    }

    /// <summary>Why pods cannot be created, from a Deployment or a ReplicaSet; null when they can.</summary>
    public static string? CreateFailureOf(JsonObject json)
    {
        JsonObject? failure = Json.Condition(json, "ReplicaFailure");
        return failure is not null && Json.Text(failure["status"]) == "True" ? Json.Text(failure["message"]) : null;
    }

    /// <summary>Whether the status speaks about the current spec.</summary>
    public bool IsCurrent => ObservedGeneration >= Generation;

    /// <summary>As <c>kubectl rollout status</c> has it: all pods are new, and all of them serve.</summary>
    public bool IsDone => IsCurrent && Updated >= Desired && Total <= Updated && Available >= Desired;
}
