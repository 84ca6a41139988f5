using System.Text.Json.Nodes;
using Sluice.Sandbox.Api.Catalog;

namespace Sluice.Sandbox.Api.Http;

/// <summary>One reason among several: which field, what is wrong with it.</summary>
internal sealed record StatusCause(string Reason, string Field, string Message)
{
    /// <summary>Value errors keep their kind apart from the text, as clients show them separately.</summary>
    public override string ToString() => Field.Length == 0 ? Message : $"{Field}: {Message}";
}

/// <summary>A request is refused; becomes a <c>Status</c> document as Kubernetes writes it.</summary>
internal sealed class StatusException(int code, string reason, string message) : Exception(message)
{
    public int Code { get; } = code;

    public string Reason { get; } = reason;

    public ResourceKind? Kind { get; init; }

    public string? Name { get; init; }

    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    public static StatusException NotFound(ResourceKind kind, string name) =>
        new(404, "NotFound", $"{kind.Resource} \"{name}\" not found") { Kind = kind, Name = name };

    public static StatusException NoSuchPath() => new(404, "NotFound", "the server could not find the requested resource");

    public static StatusException AlreadyExists(ResourceKind kind, string name) =>
        new(409, "AlreadyExists", $"{kind.Resource} \"{name}\" already exists") { Kind = kind, Name = name };

    public static StatusException Conflict(ResourceKind kind, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {kind.Resource} \"{name}\": {why}") { Kind = kind, Name = name };

    public static StatusException BadRequest(string message) => new(400, "BadRequest", message);

    public static StatusException Gone(string message) => new(410, "Expired", message);

    public static StatusException Forbidden(ResourceKind kind, string name, string why) =>
        new(403, "Forbidden", $"{kind.Resource} \"{name}\" is forbidden: {why}") { Kind = kind, Name = name };

    public static StatusException MethodNotAllowed() => new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");

    public static StatusException Invalid(ResourceKind kind, string name, IReadOnlyList<StatusCause> causes) =>
        new(422, "Invalid", $"{kind.Kind}{(kind.Group.Length > 0 ? "." + kind.Group : "")} \"{name}\" is invalid: {(causes.Count == 1 ? causes[0].ToString() : $"[{string.Join(", ", causes)}]")}")
        {
            Kind = kind,
            Name = name,
            Causes = causes,
        };

    public JsonObject Document()
    {
        var details = new JsonObject();
        if (Kind is { } kind)
        {
            details["name"] = Name;
            if (kind.Group.Length > 0)
            {
                details["group"] = kind.Group;
            }

            details["kind"] = Reason is "Invalid" ? kind.Kind : kind.Plural;
        }

        if (Causes.Count > 0)
        {
            details["causes"] = new JsonArray([.. Causes.Select(c => new JsonObject { ["reason"] = c.Reason, ["message"] = c.Message, ["field"] = c.Field })]);
        }

        return new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
            ["reason"] = Reason,
            ["details"] = details,
            ["code"] = Code,
        };
    }
}
