using System.Text.Json.Nodes;
using Sluice.Sandbox.Controllers.Objects;

namespace Sluice.Sandbox.Proxy;

/// <summary>One of a Service's ports, by number or by name.</summary>
internal readonly record struct ServicePort(int? Number, string? Name)
{
    public JsonObject? Of(JsonObject service)
    {
        var (number, name) = this;
        return service.Objects("spec", "ports").FirstOrDefault(p =>
            (number is null || p.Int("port") == number) && (name is null || p.Text("name") == name) && p.Text("protocol") is null or "TCP");
    }

    public override string ToString() => Name is null ? $"{Number}" : $"\"{Name}\"";
}
