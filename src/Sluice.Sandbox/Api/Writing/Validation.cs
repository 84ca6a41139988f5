using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Sandbox.Api.Catalog;
using Sluice.Sandbox.Api.Http;
using Sluice.Sandbox.Api.Objects;

namespace Sluice.Sandbox.Api.Writing;

/// <summary>Checks an object with its defaults filled in; finds everything that is wrong, not the first.</summary>
internal sealed partial class Validation
{
    private readonly List<StatusCause> _causes = [];

    public static IReadOnlyList<StatusCause> Check(ResourceKind kind, JsonObject value, JsonObject? before)
    {
        var check = new Validation();
        check.Metadata(kind, value, before);
        var spec = value["spec"] as JsonObject ?? [];
        switch (kind.Kind)
        {
            case "Pod":
                check.PodSpec(spec, "spec");
                check.Unchanged(before is null ? null : Frozen(before["spec"]), Frozen(spec), "spec", "pod updates may not change fields other than `spec.containers[*].image`, `spec.activeDeadlineSeconds`, `spec.tolerations` or `spec.terminationGracePeriodSeconds`", "Forbidden");
                break;
            case "StatefulSet":
                check.Workload(spec, null);
                check.StatefulSetUpdate(spec, before?["spec"] as JsonObject);
                break;
            case "Deployment" or "ReplicaSet" or "DaemonSet":
                check.Workload(spec, before?["spec"] as JsonObject);
                break;
            case "Service":
                check.Service(spec, before?["spec"] as JsonObject);
                break;
            case "ConfigMap" or "Secret":
                check.Data(value, before);
                break;
            case "HorizontalPodAutoscaler":
                check.Autoscaler(spec);
                break;
            case "PodDisruptionBudget":
                check.DisruptionBudget(spec);
                break;
            case "PersistentVolumeClaim":
                check.Claim(spec);
                break;
            case "ResourceQuota" or "LimitRange":
                check.Quantities(kind, spec);
                break;
            case "Role" or "ClusterRole":
                check.Role(kind, value);
                break;
            case "RoleBinding" or "ClusterRoleBinding":
                check.Binding(kind, value, before);
                break;
            case "Job":
                check.Job(spec, "spec", before?["spec"] as JsonObject);
                break;
            case "CronJob":
                check.CronJob(spec);
                break;
            case "Ingress":
                check.Ingress(spec);
                break;
            case "NetworkPolicy":
                check.NetworkPolicy(spec);
                break;
            case "IngressClass":
                check.Unchanged(before?["spec"]?["controller"], spec["controller"], "spec.controller", "field is immutable", "FieldValueInvalid");
                break;
            case "Gateway":
                check.Gateway(spec);
                break;
            case "HTTPRoute":
                check.HttpRoute(spec);
                break;
        }

        return check._causes;
    }

    private void Metadata(ResourceKind kind, JsonObject value, JsonObject? before)
    {
        string name = value.Name();
        if (kind.Group == RbacGroup)
        {
            if (name is "." or ".." || name.Contains('/', StringComparison.Ordinal) || name.Contains('%', StringComparison.Ordinal))
            {
                Invalid("metadata.name", name, "may not be '.' or '..' and may not contain '/' or '%'");
            }
        }
        else if (before is null && !(kind.Kind is "Namespace" or "Service" ? LabelName() : SubdomainName()).IsMatch(name))
        {
            string form = kind.Kind is "Namespace" or "Service"
                ? "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character"
                : "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
            Invalid("metadata.name", name, form);
        }
        else if (name.Length > (kind.Kind is "Namespace" or "Service" ? 63 : 253))
        {
            Invalid("metadata.name", name, "must be no more than 63 characters (namespaces, services) or 253");
        }

        Labels(value.Map("metadata", "labels"), "metadata.labels");
        foreach (string key in value.Map("metadata", "annotations").Keys.Where(k => !LabelKey().IsMatch(k)))
        {
            Invalid("metadata.annotations", key, "a name of an annotation is an optional DNS prefix and '/', then alphanumeric characters, '-', '_' or '.'");
        }
    }

    private void Labels(IReadOnlyDictionary<string, string> labels, string path)
    {
        foreach (var (key, value) in labels)
        {
            if (!LabelKey().IsMatch(key))
            {
                Invalid(path, key, "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character");
            }

            if (value.Length > 63 || !LabelValue().IsMatch(value))
            {
                Invalid(path, value, "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', at most 63, and must start and end with an alphanumeric character");
            }
        }
    }

    private void Workload(JsonObject spec, JsonObject? before)
    {
        Range(spec["replicas"], "spec.replicas", 0, int.MaxValue);
        Range(spec["minReadySeconds"], "spec.minReadySeconds", 0, int.MaxValue);
        Range(spec["revisionHistoryLimit"], "spec.revisionHistoryLimit", 0, int.MaxValue);
        if (spec.Number("progressDeadlineSeconds") is { } deadline && deadline <= (spec.Number("minReadySeconds") ?? 0))
        {
            Invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
        }

        if (spec.Text("strategy", "type") is { Length: > 0 } strategy and not ("RollingUpdate" or "Recreate"))
        {
            Unsupported("spec.strategy.type", strategy, "Recreate", "RollingUpdate");
        }

        var wanted = spec.Map("selector", "matchLabels");
        if (wanted.Count == 0 && !spec.Items("selector", "matchExpressions").Any())
        {
            Required("spec.selector", spec["selector"] is null ? "" : "empty selector is invalid for deployment");
        }
        else if (wanted.Any(w => spec.Map("template", "metadata", "labels").GetValueOrDefault(w.Key) != w.Value))
        {
            Invalid("spec.template.metadata.labels", spec.At("template", "metadata", "labels")?.ToJsonString() ?? "{}", "`selector` does not match template `labels`");
        }

        Unchanged(before?["selector"], spec["selector"], "spec.selector", "field is immutable", "FieldValueInvalid");
        Labels(spec.Map("template", "metadata", "labels"), "spec.template.metadata.labels");
        PodSpec(spec.At("template", "spec") as JsonObject ?? [], "spec.template.spec");
        if (spec.Text("template", "spec", "restartPolicy") is { } policy and not "Always")
        {
            Unsupported("spec.template.spec.restartPolicy", policy, "Always");
        }
    }

    private void Service(JsonObject spec, JsonObject? before)
    {
        string type = spec.Text("type");
        if (type is not ("ClusterIP" or "NodePort" or "LoadBalancer" or "ExternalName"))
        {
            Unsupported("spec.type", type, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        }

        var ports = spec.Items("ports").ToList();
        if (ports.Count == 0 && type != "ExternalName" && spec.Text("clusterIP") != "None")
        {
            Required("spec.ports", "");
        }

        for (int i = 0; i < ports.Count; i++)
        {
            Range(ports[i]["port"], $"spec.ports[{i}].port", 1, 65535, required: true);
            TargetPort(ports[i]["targetPort"], $"spec.ports[{i}].targetPort");
            Protocol(ports[i], $"spec.ports[{i}].protocol");
            if (ports.Count > 1 && ports[i].Text("name").Length == 0)
            {
                Required($"spec.ports[{i}].name", "");
            }
        }

        Duplicates(ports, "spec.ports", p => p.Text("name"), ".name");
        Duplicates(ports, "spec.ports", p => $"{p.Text("protocol")}/{p["port"]}", "");
        if (before?.Text("clusterIP") is { Length: > 0 } address && spec.Text("clusterIP") != address && type != "ExternalName")
        {
            Invalid("spec.clusterIPs[0]", spec.Text("clusterIP"), "may not change once set");
        }
    }

    private void Data(JsonObject value, JsonObject? before)
    {
        foreach (string field in (ReadOnlySpan<string>)["data", "binaryData"])
        {
            foreach (var (key, text) in value.Map(field))
            {
                if (!ConfigKey().IsMatch(key) || key.Length > 253)
                {
                    Invalid($"{field}[{key}]", key, "a valid config key must consist of alphanumeric characters, '-', '_' or '.'");
                }

                if ((field == "binaryData" || value.Text("kind") == "Secret") && !Convert.TryFromBase64String(text, new byte[text.Length], out _))
                {
                    _causes.Add(new StatusCause("FieldValueInvalid", $"{field}[{key}]", "Invalid value: illegal base64 data"));
                }
            }
        }

        DataUpdate(value, before);
    }

    /// <summary>A pod's spec without what may change.</summary>
    private static JsonNode? Frozen(JsonNode? spec)
    {
        if (spec?.DeepClone() is not JsonObject frozen)
        {
            return null;
        }

        foreach (string field in (ReadOnlySpan<string>)["activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "nodeName", "ephemeralContainers"])
        {
            frozen.Remove(field);
        }

        foreach (var container in frozen.Items("containers").Concat(frozen.Items("initContainers")))
        {
            container.Remove("image");
        }

        return frozen;
    }

    private void Unchanged(JsonNode? before, JsonNode? after, string path, string message, string reason)
    {
        if (before is not null && !JsonNode.DeepEquals(before, after))
        {
            _causes.Add(new StatusCause(reason.StartsWith("Field", StringComparison.Ordinal) ? reason : "FieldValueForbidden", path,
                reason == "FieldValueInvalid" ? $"Invalid value: {after?.ToJsonString() ?? "null"}: {message}" : $"Forbidden: {message}"));
        }
    }

    private void Required(string path, string message) =>
        _causes.Add(new StatusCause("FieldValueRequired", path, message.Length > 0 ? "Required value: " + message : "Required value"));

    private void Invalid(string path, object found, string message) =>
        _causes.Add(new StatusCause("FieldValueInvalid", path, $"Invalid value: {(found is string text && !text.StartsWith('{') ? $"\"{text}\"" : found)}: {message}"));

    private void Unsupported(string path, string found, params string[] allowed) =>
        _causes.Add(new StatusCause("FieldValueNotSupported", path, $"Unsupported value: \"{found}\": supported values: {string.Join(", ", allowed.Select(a => $"\"{a}\""))}"));

    private void Range(JsonNode? value, string path, long low, long high, bool required = false)
    {
        if (value is null)
        {
            if (required)
            {
                Required(path, "");
            }
        }
        else if (new JsonObject { ["v"] = value.DeepClone() }.Number("v") is { } number && (number < low || number > high))
        {
            Invalid(path, number, high == int.MaxValue ? low == 0 ? "must be greater than or equal to 0" : $"must be greater than or equal to {low}" : $"must be between {low} and {high}, inclusive");
        }
    }

    private void Duplicates(IReadOnlyList<JsonObject> items, string path, Func<JsonObject, string> key, string field)
    {
        var seen = new HashSet<string>();
        for (int i = 0; i < items.Count; i++)
        {
            if (key(items[i]) is { Length: > 0 } id && !seen.Add(id))
            {
                _causes.Add(new StatusCause("FieldValueDuplicate", $"{path}[{i}]{field}", $"Duplicate value: \"{id}\""));
            }
        }
    }

    private void Protocol(JsonObject port, string path)
    {
        if (port.Text("protocol") is { Length: > 0 } protocol and not ("TCP" or "UDP" or "SCTP"))
        {
            Unsupported(path, protocol, "SCTP", "TCP", "UDP");
        }
    }

    private void TargetPort(JsonNode? port, string path)
    {
        if (port is JsonValue value && value.TryGetValue(out string? name))
        {
            if (!PortName().IsMatch(name))
            {
                Invalid(path, name, "must be a port number or contain at most 15 lower case letters, digits or '-', with at least one letter");
            }
        }
        else
        {
            Range(port, path, 1, 65535);
        }
    }

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    private static partial Regex LabelName();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$|^[a-z][a-z:-]*$")]
    private static partial Regex SubdomainName();

    [GeneratedRegex(@"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$")]
    private static partial Regex LabelKey();

    [GeneratedRegex(@"^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$")]
    private static partial Regex LabelValue();

    [GeneratedRegex("^[-._a-zA-Z0-9]+$")]
    private static partial Regex ConfigKey();

    [GeneratedRegex("^(?=.*[a-z])[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$")]
    private static partial Regex PortName();
}
