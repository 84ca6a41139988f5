namespace Sluice.Manifests.Checks;

/// <summary>Whether a finding stops the deployment.</summary>
public enum FindingSeverity
{
    Warning,
    Error,
}

/// <summary>Something about a rendered object that a person should know before it is applied.</summary>
/// <param name="Severity">An error stops, a warning is printed.</param>
/// <param name="Source">File the object came from.</param>
/// <param name="Subject"><c>Deployment/backend</c>.</param>
/// <param name="Field">The field (<c>spec.selector</c>).</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record ManifestFinding(FindingSeverity Severity, string Source, string Subject, string Field, string Problem, string Remedy)
{
    public override string ToString() => $"{Source}: {Subject}: {Field}: {Problem}. {Remedy}.";
}
