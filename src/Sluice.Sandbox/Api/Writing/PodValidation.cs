using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Api.Writing;

/// <content>Pods, alone or in a template.</content>
internal sealed partial class Validation
{
    private static readonly string[] ProbeActions = ["exec", "httpGet", "tcpSocket", "grpc"];

    private void PodSpec(JsonObject spec, string path)
    {
        var containers = spec.Items("containers").ToList();
        if (containers.Count == 0)
        {
            Required($"{path}.containers", "");
        }

        if (spec.Text("restartPolicy") is { Length: > 0 } policy and not ("Always" or "OnFailure" or "Never"))
        {
            Unsupported($"{path}.restartPolicy", policy, "Always", "OnFailure", "Never");
        }

        Range(spec["terminationGracePeriodSeconds"], $"{path}.terminationGracePeriodSeconds", 0, int.MaxValue);
        var volumes = spec.Items("volumes").ToList();
        Duplicates(volumes, $"{path}.volumes", v => v.Text("name"), ".name");
        var names = volumes.Select(v => v.Text("name")).ToHashSet();
        Containers(containers, $"{path}.containers", names);
        Containers([.. spec.Items("initContainers")], $"{path}.initContainers", names);
        Duplicates([.. containers, .. spec.Items("initContainers")], $"{path}.containers", c => c.Text("name"), ".name");
    }

    private void Containers(List<JsonObject> containers, string path, HashSet<string> volumes)
    {
        for (int i = 0; i < containers.Count; i++)
        {
            Container(containers[i], $"{path}[{i}]", volumes);
        }
    }

    private void Container(JsonObject container, string path, HashSet<string> volumes)
    {
        string name = container.Text("name");
        if (name.Length == 0)
        {
            Required($"{path}.name", "");
        }
        else if (name.Length > 63 || !LabelName().IsMatch(name))
        {
            Invalid($"{path}.name", name, "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character");
        }

        if (container.Text("image").Length == 0)
        {
            Required($"{path}.image", "");
        }

        if (container.Text("imagePullPolicy") is { Length: > 0 } pull and not ("Always" or "IfNotPresent" or "Never"))
        {
            Unsupported($"{path}.imagePullPolicy", pull, "Always", "IfNotPresent", "Never");
        }

        Ports([.. container.Items("ports")], $"{path}.ports");
        var env = container.Items("env").ToList();
        for (int i = 0; i < env.Count; i++)
        {
            if (env[i].Text("name").Length == 0)
            {
                Required($"{path}.env[{i}].name", "");
            }

            if (env[i].Text("value").Length > 0 && env[i]["valueFrom"] is not null)
            {
                Invalid($"{path}.env[{i}].valueFrom", "", "may not be specified when `value` is not empty");
            }
        }

        var mounts = container.Items("volumeMounts").ToList();
        Duplicates(mounts, $"{path}.volumeMounts", m => m.Text("mountPath"), ".mountPath");
        for (int i = 0; i < mounts.Count; i++)
        {
            if (!volumes.Contains(mounts[i].Text("name")))
            {
                _causes.Add(new Http.StatusCause("FieldValueNotFound", $"{path}.volumeMounts[{i}].name", $"Not found: \"{mounts[i].Text("name")}\""));
            }
        }

        foreach (string probe in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (container[probe] is JsonObject given)
            {
                Probe(given, $"{path}.{probe}", startsOver: probe != "readinessProbe");
            }
        }
    }

    private void Ports(List<JsonObject> ports, string path)
    {
        for (int i = 0; i < ports.Count; i++)
        {
            Range(ports[i]["containerPort"], $"{path}[{i}].containerPort", 1, 65535, required: true);
            Protocol(ports[i], $"{path}[{i}].protocol");
            if (ports[i].Text("name") is { Length: > 0 } name && !PortName().IsMatch(name))
            {
                Invalid($"{path}[{i}].name", name, "must contain only lower case letters, digits and '-', at least one letter, and be no more than 15 characters");
            }
        }

        Duplicates(ports, path, p => p.Text("name"), ".name");
    }

    private void Probe(JsonObject probe, string path, bool startsOver)
    {
        int actions = ProbeActions.Count(a => probe[a] is not null);
        if (actions != 1)
        {
            Required(path, actions == 0 ? "must specify a handler type" : "may not specify more than 1 handler type");
        }

        foreach (string field in (ReadOnlySpan<string>)["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "failureThreshold"])
        {
            Range(probe[field], $"{path}.{field}", 0, int.MaxValue);
        }

        if (startsOver && probe.Number("successThreshold") is { } needed and not 1)
        {
            Invalid($"{path}.successThreshold", needed, "must be 1");
        }

        foreach (string action in (ReadOnlySpan<string>)["httpGet", "tcpSocket"])
        {
            if (probe[action] is JsonObject given)
            {
                if (given["port"] is null)
                {
                    Required($"{path}.{action}.port", "");
                }

                TargetPort(given["port"], $"{path}.{action}.port");
            }
        }
    }
}
