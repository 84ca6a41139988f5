using System.Diagnostics;
using System.Globalization;

namespace Sluice.EndToEnd.Harness;

/// <summary>A file system of a few megabytes in the place of a folder.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    /// <summary>Why this machine cannot have one; <see langword="null"/> when it can.</summary>
    public static string? Obstacle { get; } = FindObstacle();

    public static async Task<SmallDisk> MountAsync(string folder, int megabytes)
    {
        await Shell.RunAsync("/", "mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", folder);
        return new SmallDisk(folder);
    }

    public Task GrowAsync(int megabytes) =>
        Shell.RunAsync("/", "mount", "-o", string.Create(CultureInfo.InvariantCulture, $"remount,size={megabytes}m"), _folder);

    /// <summary>Takes all the space that is left, until the file is deleted.</summary>
    /// <returns>The file.</returns>
    public async Task<string> FillAsync()
    {
        var file = Path.Combine(_folder, "filler");
        await Shell.RunAsync("/", "/bin/sh", "-c", $"cat /dev/zero >'{file}' 2>/dev/null || true");
        return file;
    }

    public async ValueTask DisposeAsync() => await Shell.RunAsync("/", "umount", "-l", _folder);

    private static string? FindObstacle()
    {
        if (Environment.UserName != "root")
        {
            return "mounting a small file system needs root";
        }

        var place = Directory.CreateTempSubdirectory("sluice-e2e-disk-").FullName;
        try
        {
            using var mount = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "mount -t tmpfs -o size=1m tmpfs \"$0\" 2>/dev/null && umount \"$0\"", place]))!;
            mount.WaitForExit();
            return mount.ExitCode == 0 ? null : "this machine lets nobody mount a small file system";
        }
        finally
        {
            Directory.Delete(place);
        }
    }
}

/// <summary>A fact that needs a <see cref="SmallDisk"/>, skipped with the reason where there cannot be one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.Obstacle;
}
