namespace Sluice.Sandbox.Hosting;

/// <summary>What a sandbox consists of, in the order of starting.</summary>
internal static class SandboxParts
{
    public static IReadOnlyList<ISandboxPart> Compose(SandboxContext context)
    {
        var parts = new List<ISandboxPart>();
        _ = context;
        return parts;
    }
}
