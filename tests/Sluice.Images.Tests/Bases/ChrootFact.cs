namespace Sluice.Images.Tests.Bases;

/// <summary>A test that publishes .NET itself and starts it with the image's files as its root.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChrootFactAttribute : FactAttribute
{
    public ChrootFactAttribute() => Skip = SelfContainedFactAttribute.Obstacle
        ?? (Chroot.IsPossible ? null : "starts a program in a root of its own (chroot, mount): needs root on Linux");
}
