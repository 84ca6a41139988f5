namespace Sluice.Rollouts.Plan;

/// <summary>What a deploy would do, as scripts read it and as a person approves it. No value of a Secret is in it.</summary>
/// <param name="Environment">Name of the environment.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Version">Of the release.</param>
/// <param name="Commit">Of the release; empty outside a repository.</param>
/// <param name="RenderedHash">Hash of the rendered objects.</param>
/// <param name="Serving">The release that serves now, as the ledger says: <c>7 (1.4.0)</c>; empty when none does.</param>
/// <param name="Images">One per service.</param>
/// <param name="Objects">Every rendered object, in the order given.</param>
/// <param name="Pruned">Objects of earlier releases that are deleted after success.</param>
/// <param name="NotRestored">What a rollback from this release, or to it, does not bring back, and why.</param>
public sealed record DeployPlan(
    string Environment,
    string Namespace,
    string Version,
    string Commit,
    string RenderedHash,
    string Serving,
    IReadOnlyList<PlannedImage> Images,
    IReadOnlyList<PlannedObject> Objects,
    IReadOnlyList<string> Pruned,
    IReadOnlyList<string> NotRestored)
{
    /// <summary>Format of the document.</summary>
    public int Format { get; init; } = PlanDocument.Format;

    /// <summary>What sluice.yaml asks of a deploy there and this version does not do.</summary>
    public IReadOnlyList<string> NotCovered { get; init; } = [];

    /// <summary>How a rollout goes: steps, times, pods; empty where services are updated in place.</summary>
    public IReadOnlyList<string> Rollout
    {
        get;
        // A plan that was written before there were rollouts says nothing of them.
        init => field = value ?? [];
    } = [];

    /// <summary>How long gates take at the traffic of the moment, and which will not decide in time. Not part of what is approved: traffic never stands still.</summary>
    public IReadOnlyList<string> Gates
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary><c>sha256:…</c> over everything else but <see cref="Gates"/>.</summary>
    public string Hash { get; init; } = "";
}

/// <summary>The image of a service.</summary>
/// <param name="Service">Its name.</param>
/// <param name="Old">What serves now; empty when nothing does.</param>
/// <param name="OldCommit">The commit of the release that brought it, as the ledger says; may be empty.</param>
/// <param name="New">What would serve.</param>
/// <param name="NewCommit">The commit of the release; may be empty.</param>
public sealed record PlannedImage(string Service, string Old, string OldCommit, string New, string NewCommit);

/// <summary>What becomes of an object.</summary>
public enum PlannedChange
{
    Unchanged,
    Created,
    Changed,

    /// <summary>Created under a name with another content's hash, beside the one that it takes the place of.</summary>
    Replaced,
}

/// <summary>One object.</summary>
/// <param name="Name"><c>Deployment/backend</c></param>
/// <param name="Source">File that it comes from.</param>
/// <param name="Change">What becomes of it.</param>
/// <param name="Replaces">Name of the object that it takes the place of; empty for none.</param>
/// <param name="Live">Of a Secret, what tells its present state without its content; else empty.</param>
/// <param name="Fields">What differs; none of an object that is created.</param>
/// <param name="Displaced">Managers that would lose fields to Sluice: <c>kubectl-edit: spec.replicas</c>.</param>
public sealed record PlannedObject(
    string Name, string Source, PlannedChange Change, string Replaces, string Live, IReadOnlyList<PlannedField> Fields, IReadOnlyList<string> Displaced);

/// <summary>One field.</summary>
/// <param name="Path"><c>spec.template.spec.containers[backend].image</c></param>
/// <param name="Old">Its value before, long ones cut; null where it is not there or masked.</param>
/// <param name="New">Its value after, likewise.</param>
/// <param name="IsMasked">Whether the values are not shown, as they may be secret.</param>
public sealed record PlannedField(string Path, string? Old, string? New, bool IsMasked);
