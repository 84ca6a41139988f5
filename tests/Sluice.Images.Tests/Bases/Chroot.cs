using System.Diagnostics;
using System.Text.RegularExpressions;
using Sluice.Oci;
using Sluice.Oci.Layers;

namespace Sluice.Images.Tests.Bases;

/// <summary>Runs an image's program with the image as its whole world. Needs root.</summary>
internal sealed partial class Chroot : IDisposable
{
    /// <summary>Every container has these: .NET reads from /proc how much memory it may use. The mounts are gone with the process.</summary>
    private const string Script = "for d in proc dev; do mkdir -p \"$0/$d\" && mount --rbind \"/$d\" \"$0/$d\" || exit 1; done; exec chroot \"$@\"";

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly System.Text.StringBuilder _said = new();

    private Chroot(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static bool IsPossible { get; } = OperatingSystem.IsLinux() && Environment.UserName == "root" && CanMount();

    public static Chroot Start(string root, ContainerConfig config, string address)
    {
        var start = new ProcessStartInfo("/usr/bin/unshare", ["--mount", "sh", "-c", Script, root, $"--userspec={config.User}:{config.User}", root, .. config.Entrypoint!, "--urls", address])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var variable in config.Env!)
        {
            start.Environment[variable.Split('=')[0]] = variable[(variable.IndexOf('=', StringComparison.Ordinal) + 1)..];
        }

        return new Chroot(start);
    }

    public static async ValueTask UnpackAsync(string root, LayerItem item, CancellationToken cancellationToken)
    {
        var path = Path.Combine(root, item.Path);
        if (item.Kind == LayerEntryKind.Directory)
        {
            Directory.CreateDirectory(path);
        }
        else if (item.Kind == LayerEntryKind.File)
        {
            await using var file = File.Create(path);
            await (item.Content?.CopyToAsync(file, cancellationToken) ?? Task.CompletedTask);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, item.Mode);
        }
    }

    private static bool CanMount()
    {
        if (!File.Exists("/usr/bin/unshare"))
        {
            return false;
        }

        using var trial = Process.Start(new ProcessStartInfo("/usr/bin/unshare", ["--mount", "true"]) { RedirectStandardError = true });
        trial?.WaitForExit();
        return trial?.ExitCode == 0;
    }

    /// <summary>Where the program says that it listens.</summary>
    public Task<Uri> ListeningAsync() => _listening.Task.WaitAsync(TimeSpan.FromMinutes(2));

    /// <summary>Everything that the program said.</summary>
    public override string ToString()
    {
        lock (_said)
        {
            return _said.ToString();
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Read(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
            if (line is null)
            {
                _listening.TrySetException(new InvalidOperationException($"The program ended: {_said}"));
            }
            else if (ListeningLine().Match(line) is { Success: true } match)
            {
                _listening.TrySetResult(new Uri(match.Groups[1].Value));
            }
        }
    }

    [GeneratedRegex(@"listening on: (http://\S+)")]
    private static partial Regex ListeningLine();
}
