using System.Globalization;
using Sluice.Nuke.Hosting;

namespace Sluice.Nuke.Diagnostics;

/// <summary>What the machine itself must offer.</summary>
internal static class MachineChecks
{
    /// <summary>Below this a deploy is likely to fail half-way: three images, their layers and unpacked copies take about a tenth of it.</summary>
    public const long LeastFreeBytes = 1L << 30;

    private const long ComfortableFreeBytes = 5L << 30;

    private const int LeastSdk = 10;

    public static async Task<Finding> SdkAsync(string root, CancellationToken cancellationToken)
    {
        var (exitCode, lines) = await new Command("dotnet", ["--version"], root).CaptureAsync(cancellationToken).ConfigureAwait(false);
        return Sdk(exitCode == 0 && lines is [var version, ..] ? version : null);
    }

    public static Finding Sdk(string? version) => version is not null
        && int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) && major >= LeastSdk
            ? Finding.Fine("SDK", $".NET {version}")
            : Finding.Problem("SDK", version is null ? "dotnet does not answer" : $".NET {version} is too old", $"Install the .NET {LeastSdk} SDK: https://dotnet.microsoft.com/download");

    public static Finding Packages(string root)
    {
        var file = Path.Combine(root, ".nuke", "temp", "packages.props");
        return File.Exists(file) && File.ReadAllText(file).Contains(">true<", StringComparison.Ordinal)
            ? Finding.Fine("Packages", "stand-ins for those that the package registry lacks")
            : Finding.Fine("Packages", "as published");
    }

    public static Finding Disk(long freeBytes)
    {
        var free = string.Create(CultureInfo.InvariantCulture, $"{freeBytes / (double)(1L << 30):0.0} GiB free");
        return freeBytes switch
        {
            < LeastFreeBytes => Finding.Problem("Disk", free, "Free some space; ./build.sh Clean and ./build.sh SandboxReset give back what Sluice holds."),
            < ComfortableFreeBytes => Finding.Notice("Disk", free, "Think of freeing some space."),
            _ => Finding.Fine("Disk", free),
        };
    }

    public static async Task<Finding> GitAsync(string root, CancellationToken cancellationToken)
    {
        var (exitCode, lines) = await new Command("git", ["--version"], root).CaptureAsync(cancellationToken).ConfigureAwait(false);
        return Git(exitCode == 0 ? lines : [], exitCode == 0 ? await GitInfo.ReadAsync(root, cancellationToken).ConfigureAwait(false) : null);
    }

    /// <param name="lines">What <c>git --version</c> says; nothing when there is no git.</param>
    /// <param name="info">Where the sources stand.</param>
    public static Finding Git(IReadOnlyList<string> lines, GitInfo? info) => (lines, info) switch
    {
        ([], _) => Finding.Notice("git", "not installed", "Install git, so that releases name what they were built from."),
        ([var version, ..], { Commit: not null }) => Finding.Fine("git", $"{Version(version)}, at {info.Version}"),
        ([var version, ..], _) => Finding.Notice("git", $"{Version(version)}, but no commit here", "Commit your sources, so that releases name what they were built from."),
    };

    public static async Task<Finding> KubectlAsync(string root, CancellationToken cancellationToken)
    {
        var (exitCode, lines) = await new Command("kubectl", ["version", "--client"], root).CaptureAsync(cancellationToken).ConfigureAwait(false);
        return Kubectl(exitCode == 0 ? lines : []);
    }

    /// <param name="lines">What <c>kubectl version --client</c> says; nothing when there is no kubectl.</param>
    public static Finding Kubectl(IReadOnlyList<string> lines) => lines is [var version, ..]
        ? Finding.Fine("kubectl", $"{Version(version)} (people may want it, Sluice does not)")
        : Finding.Fine("kubectl", "not installed; Sluice does not need it, people may want it");

    /// <summary><c>git version 2.39.5</c>, <c>Client Version: v1.32.4</c> → the last word.</summary>
    private static string Version(string line) => line[(line.LastIndexOf(' ') + 1)..];
}
