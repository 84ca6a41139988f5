using Nuke.Common.Execution;
using Nuke.Common.IO;
using Nuke.Common.ValueInjection;

namespace Nuke.Common;

/// <summary>Where the build is and what it runs on.</summary>
public abstract partial class NukeBuild
{
    /// <summary>The folder that holds <c>.nuke</c>, searched from the working directory upward, or what <c>--root</c> names.</summary>
    [Parameter("Root directory during build execution.", Name = BuildOptions.Root)]
    public static AbsolutePath RootDirectory => BuildEnvironment.Current.Places.Root;

    /// <summary><c>.nuke/temp</c> under the root.</summary>
    public static AbsolutePath TemporaryDirectory => BuildEnvironment.Current.Places.Temporary;

    public static AbsolutePath BuildAssemblyFile => BuildEnvironment.Current.Places.AssemblyFile;

    public static AbsolutePath BuildAssemblyDirectory => BuildEnvironment.Current.Places.AssemblyFile?.Parent;

    /// <summary>The folder of the build's project, searched from the assembly upward; null where there is none.</summary>
    public static AbsolutePath BuildProjectDirectory => BuildProjectFile?.Parent;

    public static AbsolutePath BuildProjectFile => BuildEnvironment.Current.Places.ProjectFile;

    [Parameter("Logging verbosity during build execution. Default is 'Normal'.")]
    public static Verbosity Verbosity
    {
        get => (Verbosity)Logging.Level;
        set => Logging.Level = (LogLevel)value;
    }

    [Parameter("Host for execution. Default is 'automatic'.")]
    public static Host Host
    {
        get => BuildEnvironment.Current.Host;
        set => BuildEnvironment.Current.Host = value;
    }

    /// <summary>The names given with <c>--profile</c>.</summary>
    [Parameter("Defines the profiles to load.", Name = BuildOptions.Profile)]
    public static string[] LoadedLocalProfiles => BuildEnvironment.Current.Parameters.Profiles.ToArray();

    public static bool IsLocalBuild => !IsServerBuild;

    public static bool IsServerBuild => Host is not Terminal;

    AbsolutePath INukeBuild.RootDirectory => RootDirectory;

    AbsolutePath INukeBuild.TemporaryDirectory => TemporaryDirectory;

    AbsolutePath INukeBuild.BuildAssemblyFile => BuildAssemblyFile;

    AbsolutePath INukeBuild.BuildAssemblyDirectory => BuildAssemblyDirectory;

    AbsolutePath INukeBuild.BuildProjectDirectory => BuildProjectDirectory;

    AbsolutePath INukeBuild.BuildProjectFile => BuildProjectFile;

    Verbosity INukeBuild.Verbosity => Verbosity;

    Host INukeBuild.Host => Host;

    bool INukeBuild.IsLocalBuild => IsLocalBuild;

    bool INukeBuild.IsServerBuild => IsServerBuild;
}
