using System.Text.Json.Nodes;

namespace Sluice.Kubernetes.Readiness.Kinds;

/// <summary>A definition of a kind: is served when it is established.</summary>
internal static class DefinitionRule
{
    public static KindVerdict Judge(JsonObject json)
    {
        if (Json.Condition(json, "NamesAccepted") is { } names && Json.Text(names["status"]) == "False")
        {
            return new KindVerdict.Failed("NamesNotAccepted", $"the names of the kind are taken: {Json.Text(names["message"])}", "Another definition has the same plural, singular, short name or kind.");
        }

        return Json.Condition(json, "Established") is { } established && Json.Text(established["status"]) == "True"
            ? new KindVerdict.Ready()
            : new KindVerdict.Waiting("is not served by the API server yet");
    }
}
