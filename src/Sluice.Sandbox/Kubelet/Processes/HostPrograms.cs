namespace Sluice.Sandbox.Kubelet.Processes;

/// <summary>Programs of this machine. The sandbox ignores an image's base, so the host stands in for it.</summary>
internal static class HostPrograms
{
    /// <summary>What pods get as PATH.</summary>
    public const string Path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The <c>dotnet</c> that runs the sandbox itself, else the one in the PATH.</summary>
    public static string? Dotnet { get; } =
        Environment.ProcessPath is { } self && System.IO.Path.GetFileName(self) == "dotnet" ? self
        : RuntimeRoot() is { } root && File.Exists(System.IO.Path.Combine(root, "dotnet")) ? System.IO.Path.Combine(root, "dotnet")
        : Find("dotnet");

    /// <summary>The absolute path of a program in the PATH, or <see langword="null"/>.</summary>
    public static string? Find(string name) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:{Path}".Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => System.IO.Path.Combine(folder, name))
            .FirstOrDefault(IsExecutable);

    public static bool IsExecutable(string path) =>
        File.Exists(path) && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;

    // …/dotnet/shared/Microsoft.NETCore.App/10.0.0/ → …/dotnet
    private static string? RuntimeRoot() =>
        new DirectoryInfo(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory()).Parent?.Parent?.Parent?.FullName;
}
