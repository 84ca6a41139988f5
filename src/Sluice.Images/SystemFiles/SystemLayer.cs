using System.Text;
using Sluice.Images.Layers;
using Sluice.Oci;
using Sluice.Oci.Layers;

namespace Sluice.Images.SystemFiles;

/// <summary>The lowest layer of an image without a base: C library, certificates, a user, a place for temporary files.</summary>
internal static class SystemLayer
{
    /// <summary>What is in no package: who is who, and where names are looked up.</summary>
    private static readonly (string Path, string Text)[] Written =
    [
        ("etc/group", $"root:x:0:\napp:x:{ImageSettings.DefaultUser}:\n"),
        ("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n"),
        ("etc/passwd", $"root:x:0:0:root:/root:/sbin/nologin\napp:x:{ImageSettings.DefaultUser}:{ImageSettings.DefaultUser}:app:/app:/sbin/nologin\n"),
    ];

    public static LayerContent Of(IReadOnlyList<HostFile> files, DateTimeOffset? latest)
    {
        var written = Written.Select(file => (file.Path, Bytes: Encoding.UTF8.GetBytes(file.Text))).ToArray();
        var time = ContentTime.Of(files.Select(file => (file.ImagePath, file.Digest)).Concat(written.Select(file => (file.Path, Digest.Compute(file.Bytes)))));
        return LayerContent.Of(
            "system",
            time > latest ? latest.Value : time,
            files.Select(file => (LayerEntry.FromFile(file.ImagePath, file.Source, isExecutable: file.ImagePath.Contains(".so", StringComparison.Ordinal)), file.Digest))
                .Concat(written.Select(file => (LayerEntry.FromBytes(file.Path, file.Bytes), Digest.Compute(file.Bytes))))
                .Append((LayerEntry.SharedDirectory("tmp"), Digest.OfNothing)));
    }

    /// <summary>Libraries that a published program or library asks for and that are neither published nor in the system layer.</summary>
    /// <param name="folder">The publish folder.</param>
    /// <param name="system">The files of the system layer.</param>
    public static IReadOnlyList<string> Missing(string folder, IReadOnlyList<HostFile> system)
    {
        var published = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToArray();
        var present = published.Concat(system.Select(file => file.ImagePath)).Select(path => Path.GetFileName(path)).ToHashSet(StringComparer.Ordinal);
        return [.. published.Where(MayBeElf)
            .Select(path => (Name: Path.GetFileName(path), Elf: ElfFile.Read(File.ReadAllBytes(path))))
            .SelectMany(file => (file.Elf?.Needed ?? []).Where(needed => !present.Contains(needed) && !IsOptional(file.Name)).Select(needed => $"{needed} (for {file.Name})"))
            .Order(StringComparer.Ordinal)];
    }

    private static bool MayBeElf(string path) => Path.GetExtension(path) is "" or ".so" || path.Contains(".so.", StringComparison.Ordinal);

    /// <summary>.NET's own bridge to a tracing tool: it is loaded only where that is installed.</summary>
    private static bool IsOptional(string file) => file is "libcoreclrtraceptprovider.so";
}
