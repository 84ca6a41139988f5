using System.Reflection;

namespace Nuke.Common.Output;

/// <summary>Asks the build class what it turned off.</summary>
internal static class DisabledOutput
{
    public static bool IsEnabled(INukeBuild build, DefaultOutput output) =>
        build.GetType().GetCustomAttribute<DisableDefaultOutputAttribute>() is not { } attribute
        || !attribute.IsApplicable(build)
        || !attribute.DisabledOutputs.Contains(output);
}
