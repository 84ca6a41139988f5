using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
        return exitCode == 0 && lines is [var version, ..] ? Sdk(version) : Sdk(null);
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

    public static Finding Loopback()
    {
        try
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(IPAddress.Parse("127.77.255.254"), 0));
            return Finding.Fine("Loopback", "pods can have addresses of their own (127.77.0.0/16)");
        }
        catch (SocketException problem)
        {
            return Finding.Problem("Loopback", $"127.77.0.0/16 cannot be used: {problem.Message}", "Use Linux or WSL2 for the sandbox, or name a cluster in sluice.yaml.");
        }
    }

    public static async Task<Finding> GitAsync(string root, CancellationToken cancellationToken)
    {
        var git = await GitInfo.ReadAsync(root, cancellationToken).ConfigureAwait(false);
        return git.Commit is null
            ? Finding.Notice("git", "no commit found", "Commit your sources, so that releases name what they were built from.")
            : Finding.Fine("git", git.Version);
    }

    public static async Task<Finding> KubectlAsync(string root, CancellationToken cancellationToken)
    {
        var (exitCode, _) = await new Command("kubectl", ["version", "--client"], root).CaptureAsync(cancellationToken).ConfigureAwait(false);
        return exitCode == 0
            ? Finding.Fine("kubectl", "installed (not needed by Sluice)")
            : Finding.Fine("kubectl", "not installed; Sluice does not need it, people may want it");
    }
}
