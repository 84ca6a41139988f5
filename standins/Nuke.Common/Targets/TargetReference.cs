namespace Nuke.Common.Targets;

internal enum ReferenceKind
{
    DependsOn,
    DependentFor,
    Before,
    After,
    Triggers,
    TriggeredBy,
}

/// <summary>What one target says about another one.</summary>
internal readonly record struct TargetReference(ReferenceKind Kind, Target Other);
