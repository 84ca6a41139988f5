using System.Text.Json.Nodes;
using Sluice.Manifests.Json;

namespace Sluice.Manifests.Checks;

/// <summary>The profile "baseline". Pure.</summary>
internal static class PodSecurityBaseline
{
    private static readonly string[] s_capabilities =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    ];

    private static readonly string[] s_seLinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

    private static readonly string[] s_sysctls =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
        "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
    ];

    public static void Check(PodLook look, JsonObject pod)
    {
        foreach (var name in (string[])["hostNetwork", "hostPID", "hostIPC"])
        {
            if (look.Spec[name].Truth() == true)
            {
                look.Refuse($"{look.Prefix}.{name}", "it shares the node's own", $"Take {name} away");
            }
        }

        foreach (var volume in look.Spec["volumes"].Objects().Where(volume => volume["hostPath"] is not null))
        {
            look.Refuse($"{look.Prefix}.volumes[{volume["name"].Text()}].hostPath", "it mounts a folder of the node", "Use a claim, or emptyDir");
        }

        foreach (var (context, field) in look.Contexts)
        {
            CheckContext(look, context, field);
        }

        foreach (var (container, field) in look.Containers)
        {
            CheckContainer(look, container, field);
        }

        foreach (var (key, value) in pod.At("metadata", "annotations") as JsonObject ?? [])
        {
            var text = value.Text() ?? "";
            if (key.StartsWith("container.apparmor.security.beta.kubernetes.io/", StringComparison.Ordinal)
                && !(text is "" or "runtime/default" || text.StartsWith("localhost/", StringComparison.Ordinal)))
            {
                look.Refuse($"metadata.annotations[{key}]", $"it is '{text}'", "Write runtime/default");
            }
        }
    }

    private static void CheckContext(PodLook look, JsonObject context, string field)
    {
        if (context.At("windowsOptions", "hostProcess").Truth() == true)
        {
            look.Refuse($"{field}.windowsOptions.hostProcess", "it runs on the node itself", "Take it away");
        }

        if (context.At("seccompProfile", "type").Text() == "Unconfined")
        {
            look.Refuse($"{field}.seccompProfile.type", "it is Unconfined", "Write RuntimeDefault");
        }

        if (context.At("appArmorProfile", "type").Text() is { } armor and not ("RuntimeDefault" or "Localhost"))
        {
            look.Refuse($"{field}.appArmorProfile.type", $"it is {armor}", "Write RuntimeDefault");
        }

        if (context["seLinuxOptions"] is JsonObject linux
            && (!s_seLinuxTypes.Contains(linux["type"].Text() ?? "") || (linux["user"].Text() ?? "").Length > 0 || (linux["role"].Text() ?? "").Length > 0))
        {
            look.Refuse($"{field}.seLinuxOptions", "it names a type, a user or a role of its own", "Take it away, or use the type container_t");
        }

        foreach (var sysctl in context["sysctls"].Objects().Select(one => one["name"].Text() ?? "").Except(s_sysctls))
        {
            look.Refuse($"{field}.sysctls", $"'{sysctl}' is not safe", "Take it away");
        }
    }

    private static void CheckContainer(PodLook look, JsonObject container, string field)
    {
        var context = container["securityContext"] as JsonObject;
        if (context.At("privileged").Truth() == true)
        {
            look.Refuse($"{field}.securityContext.privileged", "it is true", "Take it away");
        }

        foreach (var capability in Added(context).Except(s_capabilities))
        {
            look.Refuse($"{field}.securityContext.capabilities.add", $"it adds {capability}", "Take it away");
        }

        if (context.At("procMount").Text() is { } mount and not "Default")
        {
            look.Refuse($"{field}.securityContext.procMount", $"it is {mount}", "Take it away");
        }

        foreach (var port in container["ports"].Objects().Where(port => port["hostPort"].Whole() is not (null or 0)))
        {
            look.Refuse($"{field}.ports[{port["containerPort"]}].hostPort", "it takes a port of the node", "Use a Service");
        }

        foreach (var place in (string[][])[["livenessProbe"], ["readinessProbe"], ["startupProbe"], ["lifecycle", "postStart"], ["lifecycle", "preStop"]])
        {
            foreach (var kind in (string[])["httpGet", "tcpSocket"])
            {
                if ((container.At(place).At(kind, "host").Text() ?? "").Length > 0)
                {
                    look.Refuse($"{field}.{string.Join('.', place)}.{kind}.host", "it asks another host", "Take it away");
                }
            }
        }
    }

    /// <summary>Capabilities that a container adds.</summary>
    public static IEnumerable<string> Added(JsonObject? context) => (context.At("capabilities", "add") as JsonArray ?? []).Select(one => one.Text() ?? "");
}
