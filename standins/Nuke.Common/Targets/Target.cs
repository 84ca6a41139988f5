namespace Nuke.Common;

/// <summary>Declares a target: receives an empty definition and returns it filled.</summary>
public delegate ITargetDefinition Target(ITargetDefinition definition);
