using System.Text.Json.Nodes;
using Sluice.Manifests.Checks;

namespace Sluice.Manifests.Tests.Checks;

/// <summary>One case for each row of the Pod Security Standards, over a pod that meets the strictest.</summary>
public sealed class PodSecurityTests
{
    private const string Restricted = """
        {
          "securityContext": { "runAsNonRoot": true, "seccompProfile": { "type": "RuntimeDefault" } },
          "containers": [
            { "name": "app", "securityContext": { "allowPrivilegeEscalation": false, "capabilities": { "drop": ["ALL"] } } }
          ]
        }
        """;

    [Theory]
    [InlineData("Deployment")]
    [InlineData("StatefulSet")]
    [InlineData("CronJob")]
    [InlineData("Pod")]
    public void Check_ThePodMeetsEverything_NothingIsFound(string kind) => Assert.Empty(Check(kind, Restricted, PodSecurityProfile.Restricted));

    [Theory]
    [InlineData("hostNetwork", """{"hostNetwork": true}""")]
    [InlineData("hostPID", """{"hostPID": true}""")]
    [InlineData("hostIPC", """{"hostIPC": true}""")]
    [InlineData("hostPath", """{"volumes": [{"name": "x", "hostPath": {"path": "/"}}]}""")]
    [InlineData("hostProcess", """{"securityContext": {"windowsOptions": {"hostProcess": true}}}""")]
    [InlineData("seccompProfile", """{"securityContext": {"seccompProfile": {"type": "Unconfined"}}}""")]
    [InlineData("appArmorProfile", """{"securityContext": {"appArmorProfile": {"type": "Unconfined"}}}""")]
    [InlineData("seLinuxOptions", """{"securityContext": {"seLinuxOptions": {"type": "spc_t"}}}""")]
    [InlineData("seLinuxOptions", """{"securityContext": {"seLinuxOptions": {"user": "u"}}}""")]
    [InlineData("sysctls", """{"securityContext": {"sysctls": [{"name": "kernel.msgmax", "value": "1"}]}}""")]
    [InlineData("privileged", """{"containers": [{"name": "app", "securityContext": {"privileged": true}}]}""")]
    [InlineData("capabilities.add", """{"containers": [{"name": "app", "securityContext": {"capabilities": {"add": ["SYS_ADMIN"]}}}]}""")]
    [InlineData("procMount", """{"containers": [{"name": "app", "securityContext": {"procMount": "Unmasked"}}]}""")]
    [InlineData("hostPort", """{"initContainers": [{"name": "app", "ports": [{"containerPort": 80, "hostPort": 80}]}]}""")]
    [InlineData("livenessProbe.httpGet.host", """{"containers": [{"name": "app", "livenessProbe": {"httpGet": {"host": "169.254.169.254"}}}]}""")]
    [InlineData("lifecycle.preStop.tcpSocket.host", """{"containers": [{"name": "app", "lifecycle": {"preStop": {"tcpSocket": {"host": "10.0.0.1"}}}}]}""")]
    public void Check_BaselineForbidsIt_ItIsNamedAlsoForRestricted(string field, string spec)
    {
        foreach (var profile in (PodSecurityProfile[])[PodSecurityProfile.Baseline, PodSecurityProfile.Restricted])
        {
            var finding = Check("Deployment", spec, profile).First(one => one.Field.Contains(field, StringComparison.Ordinal));
            Assert.Equal(FindingSeverity.Error, finding.Severity);
            Assert.Contains(profile.ToString().ToLowerInvariant(), finding.Problem, StringComparison.Ordinal);
        }

        Assert.Empty(Check("Deployment", spec, PodSecurityProfile.Privileged));
    }

    [Theory]
    [InlineData("""{"containers": [{"name": "app", "securityContext": {"capabilities": {"add": ["NET_BIND_SERVICE", "CHOWN"]}}}]}""")]
    [InlineData("""{"securityContext": {"sysctls": [{"name": "net.ipv4.tcp_syncookies", "value": "1"}], "seLinuxOptions": {"type": "container_t"}}}""")]
    [InlineData("""{"containers": [{"name": "app", "ports": [{"containerPort": 80, "hostPort": 0}], "livenessProbe": {"httpGet": {"path": "/"}}}]}""")]
    [InlineData("""{"volumes": [{"name": "x", "nfs": {"server": "s", "path": "/"}}]}""")]
    public void Check_BaselineAllowsIt_NothingIsFound(string spec) => Assert.Empty(Check("Deployment", spec, PodSecurityProfile.Baseline));

    [Theory]
    [InlineData("runAsNonRoot", """{"securityContext": {"runAsNonRoot": null}}""")]
    [InlineData("runAsUser", """{"securityContext": {"runAsUser": 0}}""")]
    [InlineData("seccompProfile", """{"securityContext": {"seccompProfile": null}}""")]
    [InlineData("nfs", """{"volumes": [{"name": "x", "nfs": {"server": "s", "path": "/"}}]}""")]
    [InlineData("allowPrivilegeEscalation", """{"containers": [{"name": "app", "securityContext": {"capabilities": {"drop": ["ALL"]}}}]}""")]
    [InlineData("capabilities.drop", """{"containers": [{"name": "app", "securityContext": {"allowPrivilegeEscalation": false}}]}""")]
    [InlineData("capabilities.add", """{"containers": [{"name": "app", "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"], "add": ["CHOWN"]}}}]}""")]
    [InlineData("runAsUser", """{"containers": [{"name": "app", "securityContext": {"runAsUser": 0, "allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}]}""")]
    [InlineData("allowPrivilegeEscalation", """{"initContainers": [{"name": "init"}]}""")]
    public void Check_RestrictedForbidsIt_OnlyThatIsNamed(string field, string spec)
    {
        Assert.Contains(Check("Deployment", spec, PodSecurityProfile.Restricted), one => one.Field.Contains(field, StringComparison.Ordinal));
        Assert.Empty(Check("Deployment", spec, PodSecurityProfile.Baseline));
    }

    [Fact]
    public void Check_AContainerSaysItItself_ThePodNeedNot() => Assert.Empty(Check(
        "Deployment",
        """{"securityContext": null, "containers": [{"name": "app", "securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "Localhost"}, "allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}]}""",
        PodSecurityProfile.Restricted));

    private static IReadOnlyList<ManifestFinding> Check(string kind, string spec, PodSecurityProfile profile)
    {
        var pod = (JsonObject)JsonNode.Parse(Restricted)!;
        Merge(pod, (JsonObject)JsonNode.Parse(spec)!);
        var template = new JsonObject { ["spec"] = pod };
        var json = kind switch
        {
            "Pod" => template,
            "CronJob" => new JsonObject { ["spec"] = new JsonObject { ["jobTemplate"] = new JsonObject { ["spec"] = new JsonObject { ["template"] = template } } } },
            _ => new JsonObject { ["spec"] = new JsonObject { ["template"] = template } },
        };
        json["kind"] = kind;
        json["metadata"] = new JsonObject { ["name"] = "app" };
        return PodSecurity.Check([new ManifestObject(json, "x.yaml")], profile);
    }

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (key, value) in from)
        {
            if (value is JsonObject map && into[key] is JsonObject known)
            {
                Merge(known, map);
            }
            else
            {
                into[key] = value?.DeepClone();
            }
        }
    }
}
