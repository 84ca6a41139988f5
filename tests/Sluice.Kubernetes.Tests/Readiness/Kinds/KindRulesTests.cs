using System.Text.Json.Nodes;
using Sluice.Kubernetes.Readiness.Kinds;

namespace Sluice.Kubernetes.Tests.Readiness.Kinds;

public class KindRulesTests
{
    [Theory]
    [InlineData("apps/v1", "StatefulSet", true)]
    [InlineData("apps/v1", "DaemonSet", true)]
    [InlineData("batch/v1", "Job", true)]
    [InlineData("v1", "Pod", true)]
    [InlineData("v1", "PersistentVolumeClaim", true)]
    [InlineData("apiextensions.k8s.io/v1", "CustomResourceDefinition", false)]
    [InlineData("cert-manager.io/v1", "Certificate", true)]
    [InlineData("batch/v1", "CronJob", false)]
    [InlineData("v1", "Service", false)]
    [InlineData("v1", "ConfigMap", false)]
    [InlineData("networking.k8s.io/v1", "Ingress", false)]
    [InlineData("gateway.networking.k8s.io/v1", "HTTPRoute", false)]
    [InlineData("autoscaling/v2", "HorizontalPodAutoscaler", false)]
    public void IsWaitedFor_Kind_OnlyWhereThereIsSomethingToWaitFor(string apiVersion, string kind, bool expected) =>
        Assert.Equal(expected, KindRules.IsWaitedFor(apiVersion, kind));

    [Theory]
    [InlineData("""{"metadata":{"generation":2},"spec":{"replicas":3},"status":{"observedGeneration":1,"replicas":3,"readyReplicas":3,"updateRevision":"a","currentRevision":"a"}}""", "Waiting")]
    [InlineData("""{"metadata":{"generation":2},"spec":{"replicas":3},"status":{"observedGeneration":2,"replicas":3,"readyReplicas":3,"updateRevision":"b","currentRevision":"b"}}""", "Ready")]
    [InlineData("""{"metadata":{"generation":2},"spec":{"replicas":3},"status":{"observedGeneration":2,"replicas":3,"readyReplicas":3,"updatedReplicas":2,"updateRevision":"b","currentRevision":"a"}}""", "Waiting")]
    [InlineData("""{"metadata":{"generation":2},"spec":{"replicas":3},"status":{"observedGeneration":2,"replicas":3,"readyReplicas":2,"updatedReplicas":3,"updateRevision":"b","currentRevision":"a"}}""", "Waiting")]
    [InlineData("""{"metadata":{"generation":2},"spec":{"replicas":3},"status":{"observedGeneration":2,"replicas":3,"readyReplicas":3,"availableReplicas":2,"updateRevision":"b","currentRevision":"b"}}""", "Waiting")]
    [InlineData("""{"metadata":{"generation":2},"spec":{"replicas":3,"minReadySeconds":5},"status":{"observedGeneration":2,"replicas":3,"readyReplicas":3,"updateRevision":"b","currentRevision":"b"}}""", "Waiting")]
    [InlineData("""{"metadata":{"generation":2},"spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":2}}},"status":{"observedGeneration":2,"replicas":3,"readyReplicas":3,"updatedReplicas":1,"updateRevision":"b","currentRevision":"a"}}""", "Ready")]
    [InlineData("""{"metadata":{"generation":2},"spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":2}}},"status":{"observedGeneration":2,"replicas":3,"readyReplicas":3,"updateRevision":"b","currentRevision":"a"}}""", "Waiting")]
    [InlineData("""{"metadata":{"generation":2},"spec":{"replicas":3,"updateStrategy":{"type":"RollingUpdate","rollingUpdate":{"partition":9}}},"status":{"observedGeneration":2,"replicas":3,"readyReplicas":3,"updateRevision":"b","currentRevision":"a"}}""", "Ready")]
    [InlineData("""{"metadata":{"generation":2},"spec":{"replicas":3,"updateStrategy":{"type":"OnDelete"}},"status":{"observedGeneration":2,"replicas":3,"readyReplicas":3,"updateRevision":"b","currentRevision":"a"}}""", "Ready")]
    [InlineData("""{"metadata":{"generation":2},"spec":{"replicas":1},"status":{"observedGeneration":2,"replicas":3,"readyReplicas":3,"updateRevision":"b","currentRevision":"b"}}""", "Waiting")]
    [InlineData("""{"metadata":{"generation":1},"spec":{"replicas":0},"status":{"observedGeneration":1}}""", "Ready")]
    [InlineData("""{"metadata":{"generation":1},"spec":{}}""", "Waiting")]
    public void Judge_StatefulSet(string json, string expected) => Assert.Equal(expected, Word("apps/v1", "StatefulSet", json));

    [Theory]
    [InlineData("""{"metadata":{"generation":2},"spec":{},"status":{"observedGeneration":1,"desiredNumberScheduled":2,"updatedNumberScheduled":2,"numberAvailable":2}}""", "Waiting")]
    [InlineData("""{"metadata":{"generation":2},"spec":{},"status":{"observedGeneration":2,"desiredNumberScheduled":2,"updatedNumberScheduled":1,"numberAvailable":2}}""", "Waiting")]
    [InlineData("""{"metadata":{"generation":2},"spec":{},"status":{"observedGeneration":2,"desiredNumberScheduled":2,"updatedNumberScheduled":2,"numberAvailable":1}}""", "Waiting")]
    [InlineData("""{"metadata":{"generation":2},"spec":{},"status":{"observedGeneration":2,"desiredNumberScheduled":2,"updatedNumberScheduled":2,"numberAvailable":2}}""", "Ready")]
    [InlineData("""{"metadata":{"generation":2},"spec":{"updateStrategy":{"type":"OnDelete"}},"status":{"observedGeneration":2,"desiredNumberScheduled":2,"numberAvailable":2}}""", "Ready")]
    [InlineData("""{"metadata":{"generation":2},"spec":{},"status":{"observedGeneration":2,"desiredNumberScheduled":0}}""", "Ready")]
    public void Judge_DaemonSet(string json, string expected) => Assert.Equal(expected, Word("apps/v1", "DaemonSet", json));

    [Theory]
    [InlineData("""{"spec":{},"status":{"active":1}}""", "Waiting")]
    [InlineData("""{"spec":{},"status":{"failed":2}}""", "Waiting")]
    [InlineData("""{"spec":{"suspend":true}}""", "Ready")]
    [InlineData("""{"spec":{},"status":{"conditions":[{"type":"Complete","status":"True"}]}}""", "Ready")]
    [InlineData("""{"spec":{},"status":{"conditions":[{"type":"Failed","status":"False"}]}}""", "Waiting")]
    [InlineData("""{"spec":{},"status":{"conditions":[{"type":"Failed","status":"True","reason":"BackoffLimitExceeded","message":"m"}]}}""", "Failed BackoffLimitExceeded")]
    [InlineData("""{"spec":{},"status":{"conditions":[{"type":"FailureTarget","status":"True","reason":"DeadlineExceeded"}]}}""", "Failed DeadlineExceeded")]
    [InlineData("""{"spec":{},"status":{"conditions":[{"type":"Failed","status":"True"}]}}""", "Failed Failed")]
    public void Judge_Job(string json, string expected) => Assert.Equal(expected, Word("batch/v1", "Job", json));

    [Theory]
    [InlineData("""{"status":{"phase":"Pending"}}""", "Waiting")]
    [InlineData("""{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}""", "Ready")]
    [InlineData("""{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"False"}]}}""", "Waiting")]
    [InlineData("""{"status":{"phase":"Succeeded"}}""", "Ready")]
    [InlineData("""{"status":{"phase":"Failed","reason":"Evicted","message":"low on memory"}}""", "Failed Evicted")]
    [InlineData("""{"metadata":{"deletionTimestamp":"2026-03-01T12:00:00Z"},"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}""", "Waiting")]
    public void Judge_Pod(string json, string expected) => Assert.Equal(expected, Word("v1", "Pod", json));

    [Theory]
    [InlineData("""{"status":{"phase":"Bound"}}""", "Ready")]
    [InlineData("""{"status":{"phase":"Pending"}}""", "Ready")]
    [InlineData("""{"spec":{"volumeName":"v"},"status":{"phase":"Lost"}}""", "Failed Lost")]
    public void Judge_Claim(string json, string expected) => Assert.Equal(expected, Word("v1", "PersistentVolumeClaim", json));

    [Theory]
    [InlineData("{}", "Ready")]
    [InlineData("""{"metadata":{"generation":2},"status":{"phase":"whatever"}}""", "Ready")]
    [InlineData("""{"metadata":{"generation":2},"status":{"observedGeneration":1,"conditions":[{"type":"Ready","status":"True"}]}}""", "Waiting")]
    [InlineData("""{"metadata":{"generation":2},"status":{"observedGeneration":2,"conditions":[{"type":"Ready","status":"True"}]}}""", "Ready")]
    [InlineData("""{"metadata":{"generation":2},"status":{"conditions":[{"type":"Ready","status":"Unknown","message":"m"}]}}""", "Waiting")]
    [InlineData("""{"metadata":{"generation":2},"status":{"conditions":[{"type":"Ready","status":"True","observedGeneration":1}]}}""", "Waiting")]
    [InlineData("""{"status":{"conditions":[{"type":"Available","status":"False"}]}}""", "Waiting")]
    [InlineData("""{"status":{"conditions":[{"type":"Available","status":"True"}]}}""", "Ready")]
    [InlineData("""{"status":{"conditions":[{"type":"Ready","status":"True"},{"type":"Reconciling","status":"True"}]}}""", "Waiting")]
    [InlineData("""{"status":{"conditions":[{"type":"Ready","status":"False"},{"type":"Stalled","status":"True","reason":"BadSpec"}]}}""", "Failed BadSpec")]
    [InlineData("""{"metadata":{"generation":2},"status":{"conditions":[{"type":"Stalled","status":"True","observedGeneration":1}]}}""", "Ready")]
    public void Judge_KindOfOthers(string json, string expected) => Assert.Equal(expected, Word("example.com/v1", "Thing", json));

    private static string Word(string apiVersion, string kind, string json) => KindRules.Judge(apiVersion, kind, (JsonObject)JsonNode.Parse(json)!) switch
    {
        KindVerdict.Failed failed => $"Failed {failed.State}",
        { } verdict => verdict.GetType().Name,
    };
}
