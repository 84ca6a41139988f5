namespace Sluice.Nuke.Hosting.Output;

/// <summary>Build servers whose log and pages we know how to write to.</summary>
internal enum BuildServerKind
{
    None,
    GitHub,
    GitLab,
}
