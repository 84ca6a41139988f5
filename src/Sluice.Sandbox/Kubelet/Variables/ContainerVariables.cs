using System.Text;
using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Kubelet.Variables;

/// <summary>The variables that a container's spec asks for, and what is missing for them.</summary>
internal sealed record VariableOutcome(IReadOnlyDictionary<string, string> Variables, string? Problem);

/// <summary>Reads env and envFrom: values, ConfigMaps, Secrets, the downward API.</summary>
internal sealed class ContainerVariables(IObjectStore store, JsonObject pod, string address)
{
    private readonly Dictionary<string, string> _variables = [];
    private string? _problem;

    /// <param name="container">The container's spec.</param>
    /// <param name="image">The image's variables, <c>NAME=value</c> each; the spec's go first.</param>
    public VariableOutcome Read(JsonObject container, IEnumerable<string> image)
    {
        foreach (string variable in image)
        {
            int sign = variable.IndexOf('=', StringComparison.Ordinal);
            _variables[sign < 0 ? variable : variable[..sign]] = sign < 0 ? "" : variable[(sign + 1)..];
        }

        foreach (var source in container.Objects("envFrom"))
        {
            ReadAll(source);
        }

        foreach (var variable in container.Objects("env"))
        {
            string? value = variable.At("valueFrom") is JsonObject from
                ? ReadOne(container, from)
                : VariableExpansion.Expand(variable.Text("value") ?? "", _variables);
            if (value is not null)
            {
                _variables[variable.Text("name") ?? ""] = value;
            }
        }

        return new VariableOutcome(_variables, _problem);
    }

    private static IReadOnlyDictionary<string, string> Content(JsonObject value, bool isSecret)
    {
        var content = new Dictionary<string, string>(value.Map(isSecret ? "stringData" : "data"));
        foreach (var (name, base64) in isSecret ? value.Map("data") : value.Map("binaryData"))
        {
            content[name] = Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        }

        return content;
    }

    private void ReadAll(JsonObject source)
    {
        bool isSecret = source.At("secretRef") is not null;
        if (source.At(isSecret ? "secretRef" : "configMapRef") is not JsonObject reference || Find(reference, isSecret) is not { } found)
        {
            return;
        }

        foreach (var (name, value) in found)
        {
            _variables[source.Text("prefix") + name] = value;
        }
    }

    private string? ReadOne(JsonObject container, JsonObject from)
    {
        bool isSecret = from.At("secretKeyRef") is not null;
        if (from.At(isSecret ? "secretKeyRef" : "configMapKeyRef") is JsonObject reference)
        {
            string key = reference.Text("key") ?? "";
            if (Find(reference, isSecret) is not { } found || found.TryGetValue(key, out string? value))
            {
                return Find(reference, isSecret)?.GetValueOrDefault(key);
            }

            return reference.Flag("optional") ? null
                : Missing($"couldn't find key {key} in {(isSecret ? "Secret" : "ConfigMap")} {pod.Namespace()}/{reference.Text("name")}");
        }

        return from.At("fieldRef") is JsonObject field ? PodFields.Read(pod, field.Text("fieldPath") ?? "", address) ?? Missing($"fieldPath \"{field.Text("fieldPath")}\" is not supported")
            : from.At("resourceFieldRef") is JsonObject resource ? PodFields.ReadResource(container, resource) ?? Missing($"resource \"{resource.Text("resource")}\" is not supported")
            : null;
    }

    private IReadOnlyDictionary<string, string>? Find(JsonObject reference, bool isSecret)
    {
        string name = reference.Text("name") ?? "";
        if (store.Get(new ResourceKey(isSecret ? Resources.Secrets : Resources.ConfigMaps, pod.Namespace(), name)) is { } value)
        {
            return Content(value, isSecret);
        }

        if (!reference.Flag("optional"))
        {
            Missing($"{(isSecret ? "secret" : "configmap")} \"{name}\" not found");
        }

        return null;
    }

    private string? Missing(string problem)
    {
        _problem ??= problem;
        return null;
    }
}
