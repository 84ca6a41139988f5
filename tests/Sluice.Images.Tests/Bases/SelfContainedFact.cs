using System.Diagnostics;
using System.Runtime.InteropServices;
using Sluice.Images.Publishing;
using Sluice.Oci;

namespace Sluice.Images.Tests.Bases;

/// <summary>What the machine that tests is.</summary>
internal static class HostPlatform
{
    public static Platform Own { get; } = new(IsArm ? "arm64" : "amd64", "linux");

    public static string Runtime { get; } = IsArm ? "linux-arm64" : "linux-x64";

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
}

/// <summary>A test that publishes .NET itself, for the machine's own platform.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SelfContainedFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> s_reason = new(Reason);

    public SelfContainedFactAttribute() => Skip = s_reason.Value;

    /// <summary>Why it is not possible here; <see langword="null"/> when it is.</summary>
    public static string? Obstacle => s_reason.Value;

    /// <summary>Tried once: the packages may be in the local store or come from the registry.</summary>
    private static string? Reason()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "starts a Linux program";
        }

        using var folder = new TestFolder();
        var project = folder.Write(
            "Probe.csproj",
            $"""<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework><SelfContained>true</SelfContained><RuntimeIdentifier>{HostPlatform.Runtime}</RuntimeIdentifier></PropertyGroup></Project>""");
        var start = new ProcessStartInfo(DotnetHost.Find(), ["restore", project, "-v", "q"]) { RedirectStandardOutput = true, WorkingDirectory = folder.Path };
        ToolEnvironment.Clean(start.Environment);
        using var restore = Process.Start(start)!;
        var said = restore.StandardOutput.ReadToEnd();
        restore.WaitForExit();
        return restore.ExitCode == 0 ? null : $"the package registry has no .NET runtime for {HostPlatform.Runtime}: {said.Trim()}";
    }
}
