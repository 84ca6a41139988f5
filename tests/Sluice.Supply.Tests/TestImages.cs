using System.Formats.Tar;
using Sluice.Oci;
using Sluice.Oci.Layout;

namespace Sluice.Supply.Tests;

/// <summary>A layout of its own, and images of a few files in it.</summary>
internal sealed class TestImages : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-supply-").FullName;

    public TestImages() => Layout = OciLayout.Open(_folder);

    public OciLayout Layout { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public Task<Descriptor> CleanAsync() => AddAsync("1654", [], ("app/Shop.dll", "MZ\0\0"u8.ToArray(), Plain));

    public const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Written with the platform's tar writer, because Sluice's own layer builder cannot make a bad file mode.</summary>
    public async Task<Descriptor> AddAsync(string? user, string[] env, params (string Path, byte[] Content, UnixFileMode Mode)[] files)
    {
        using var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (path, content, mode) in files)
            {
                var entry = path.EndsWith('/')
                    ? new PaxTarEntry(TarEntryType.Directory, path) { Mode = mode }
                    : new PaxTarEntry(TarEntryType.RegularFile, path) { Mode = mode, DataStream = new MemoryStream(content) };
                await writer.WriteEntryAsync(entry);
            }
        }

        var layer = await Layout.PutAsync(new OciDocument(MediaTypes.Layer, tar.ToArray()), default);
        var config = new ImageConfig
        {
            Architecture = "amd64",
            Os = "linux",
            Config = new ContainerConfig { User = user, Env = env },
            RootFs = new RootFileSystem { DiffIds = [layer.Digest] },
        }.ToDocument();
        await Layout.PutAsync(config, default);
        return await Layout.PutManifestAsync(new ImageManifest { Config = config.Descriptor, Layers = [layer] }.ToDocument(), null, default);
    }
}
