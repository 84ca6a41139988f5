namespace Sluice.Images.Publishing;

/// <summary>
/// The environment of build tools. MSBuild takes every variable for a property, so those that would change the image
/// without being an input are left out; the rest stays, because package sources and proxies are set that way.
/// </summary>
public static class ToolEnvironment
{
    private static readonly string[] Dropped =
    [
        "Configuration", "Platform", "TargetFramework", "RuntimeIdentifier", "OutputPath", "OutDir", "PublishDir", "ArtifactsPath",
        "Version", "VersionPrefix", "VersionSuffix", "PackageVersion", "AssemblyVersion", "FileVersion", "InformationalVersion", "SourceRevisionId",
        "DefineConstants", "Deterministic", "DebugType", "DebugSymbols", "Optimize", "LangVersion", "AssemblyName", "RootNamespace", "Company", "Product", "Copyright",
        "DOTNET_HOST_PATH",
    ];

    /// <summary>Changes what a process about to start will inherit.</summary>
    public static void Clean(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.ToArray())
        {
            // A build that runs inside another one (dotnet test, dotnet run) inherits that one's MSBuild paths.
            if (Dropped.Contains(name, StringComparer.OrdinalIgnoreCase)
                || (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("MSBUILDDISABLE", StringComparison.OrdinalIgnoreCase)))
            {
                environment.Remove(name);
            }
        }

        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        environment["DOTNET_NOLOGO"] = "1";
        environment["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1";
    }
}
