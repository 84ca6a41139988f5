using System.Text;
using Sluice.Oci.Layers;

namespace Sluice.Oci.Tests.Layers;

public class LayerBuilderTests
{
    [Fact]
    public async Task BuildAsync_SameTreeInAnotherFolderOrderTimeAndUmask_SameDigest()
    {
        using var folder = new TemporaryFolder();
        string[] names = ["b.dll", "a/x.txt", "a/y.txt", "a-b.txt"];
        var first = MakeTree(folder.File("one"), names, UnixFileMode.UserRead | UnixFileMode.UserWrite, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var second = MakeTree(folder.File("two"), [.. names.Reverse()], UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherWrite, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var one = await LayerBuilder.BuildAsync(LayerEntry.FromFolder(first, "app"), folder.File("1"), null, CancellationToken.None);
        var two = await LayerBuilder.BuildAsync(LayerEntry.FromFolder(second, "app").Reverse(), folder.File("2"), null, CancellationToken.None);

        Assert.Equal(one.Descriptor, two.Descriptor);
        Assert.Equal(one.DiffId, two.DiffId);
        Assert.Equal(one.Descriptor.Digest, Digest.Compute(await File.ReadAllBytesAsync(two.File)));
        Assert.Equal(6, one.Entries);
    }

    [Fact]
    public async Task BuildAsync_PlainTarBytes_NeverChangeBetweenReleases()
    {
        using var folder = new TemporaryFolder();
        LayerEntry[] entries =
        [
            LayerEntry.FromBytes("app/run", "hello"u8.ToArray(), isExecutable: true),
            LayerEntry.SymbolicLink("app/link", "run"),
            LayerEntry.FromBytes("app/" + new string('ä', 80), []),
        ];

        var built = await LayerBuilder.BuildAsync(entries, folder.File("layer"), null, CancellationToken.None);

        Assert.Equal(PinnedDiffId, built.DiffId.ToString());
        Assert.Equal(255, (await File.ReadAllBytesAsync(built.File))[9]);
    }

    [Theory]
    [InlineData("/app/a", "cannot be a path")]
    [InlineData("../a", "cannot be a path")]
    [InlineData("a/./b", "cannot be a path")]
    [InlineData("", "cannot be a path")]
    [InlineData("twice", "occurs twice")]
    [InlineData("twice/below", "not a directory")]
    public async Task BuildAsync_PathThatCannotBe_Refused(string path, string part)
    {
        using var folder = new TemporaryFolder();
        LayerEntry[] entries = [LayerEntry.FromBytes("twice", []), LayerEntry.FromBytes(path, [])];

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => LayerBuilder.BuildAsync(entries, folder.File("layer"), null, CancellationToken.None));

        Assert.True(exception.Message.Contains(part, StringComparison.Ordinal) || part == "not a directory" && exception.Message.Contains("occurs twice", StringComparison.Ordinal), exception.Message);
        Assert.False(File.Exists(folder.File("layer")));
    }

    [Fact]
    public async Task BuildAsync_Zstd_SamePlainBytesReadableAndReproducible()
    {
        using var folder = new TemporaryFolder();
        LayerEntry[] entries = [LayerEntry.FromBytes("app/text", Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 20_000)))), LayerEntry.SharedDirectory("tmp")];

        var gzip = await LayerBuilder.BuildAsync(entries, folder.File("gzip"), null, CancellationToken.None);
        var zstd = await LayerBuilder.BuildAsync(entries, folder.File("zstd"), null, CancellationToken.None, LayerCompression.Zstd);
        var again = await LayerBuilder.BuildAsync(entries, folder.File("again"), null, CancellationToken.None, LayerCompression.Zstd);
        var modes = new Dictionary<string, int>();
        await using var stream = File.OpenRead(zstd.File);
        var read = await LayerReader.ReadAsync(
            stream,
            zstd.Descriptor,
            (item, _) =>
            {
                modes[item.Path] = (int)item.Mode;
                return ValueTask.CompletedTask;
            },
            null,
            CancellationToken.None);

        Assert.Equal(gzip.DiffId, zstd.DiffId);
        Assert.Equal(gzip.DiffId, read.DiffId);
        Assert.Equal(zstd.Descriptor, again.Descriptor);
        Assert.Equal(MediaTypes.LayerZstd, zstd.Descriptor.MediaType);
        Assert.True(zstd.Descriptor.Size < read.UnpackedBytes / 2);
        Assert.Equal((Convert.ToInt32("1777", 8), Convert.ToInt32("755", 8)), (modes["tmp"], modes["app"]));
    }

    [Fact]
    public async Task ReadAsync_ZstdCutShort_IsCorrupt()
    {
        using var folder = new TemporaryFolder();
        var built = await LayerBuilder.BuildAsync([LayerEntry.FromBytes("a", new byte[100_000])], folder.File("layer"), null, CancellationToken.None, LayerCompression.Zstd);
        var bytes = (await File.ReadAllBytesAsync(built.File))[..^10];

        var read = await LayerReader.ReadAsync(new MemoryStream(bytes), Descriptor.Of(MediaTypes.LayerZstd, bytes), (_, _) => ValueTask.CompletedTask, null, CancellationToken.None);

        Assert.Equal(LayerProblem.Corrupt, read.Problem);
    }

    private static string MakeTree(string root, string[] names, UnixFileMode mode, DateTime modified)
    {
        foreach (var name in names)
        {
            var file = Path.Combine(root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, Encoding.UTF8.GetBytes("content of " + name));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, mode);
            }

            File.SetLastWriteTimeUtc(file, modified);
        }

        return root;
    }

    private const string PinnedDiffId = "sha256:3421a319192f51c87f2ebf7ecb16dae60ba50427e4db61a617316635727f413e";
}
