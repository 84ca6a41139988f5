using System.Formats.Tar;
using FsCheck;
using FsCheck.Fluent;
using Sluice.Oci.Layers;

namespace Sluice.Oci.Tests.Layers;

public class LayerReaderTests
{
    [Fact]
    public void Layers_RandomTrees_RoundTrip()
    {
        var name = Gen.Elements("a", "b", "Backend.dll", "ü", "with space", new string('n', 120), ".hidden");
        var path = name.NonEmptyListOf().Select(parts => string.Join('/', parts.Take(4)));
        var file = from place in path from size in Gen.Choose(0, 2000) from executable in Gen.Elements(true, false) select (Path: place, Size: size, Executable: executable);

        Prop.ForAll(file.ListOf().ToArbitrary(), files =>
        {
            var wanted = files.Where(one => !files.Any(other => other.Path.StartsWith(one.Path + "/", StringComparison.Ordinal))).DistinctBy(one => one.Path).ToList();
            var read = RoundTrip([.. wanted.Select(one => LayerEntry.FromBytes(one.Path, ContentOf(one.Path, one.Size), one.Executable))]);
            Assert.Equal(
                wanted.Select(one => (one.Path, one.Executable, Convert.ToHexString(ContentOf(one.Path, one.Size)))).OrderBy(one => one.Path, StringComparer.Ordinal),
                read);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithQuietOnSuccess(true));
    }

    [Theory]
    [InlineData("../outside", null, LayerProblem.UnsafePath)]
    [InlineData("a/../../outside", null, LayerProblem.UnsafePath)]
    [InlineData("/absolute", null, LayerProblem.UnsafePath)]
    [InlineData("link", "../../outside", LayerProblem.UnsafePath)]
    [InlineData("./fine", null, null)]
    public async Task ReadAsync_Paths_UnsafeOnesAreAProblem(string path, string? hardLink, LayerProblem? problem)
    {
        var bytes = Tar(tar => tar.WriteEntry(hardLink is null
            ? new PaxTarEntry(TarEntryType.RegularFile, path)
            : new PaxTarEntry(TarEntryType.HardLink, path) { LinkName = hardLink }));

        var (outcome, items) = await ReadAsync(bytes, null);

        Assert.Equal(problem, outcome.Problem);
        Assert.Equal(problem is null ? ["fine"] : [], items.Select(item => item.Path));
    }

    [Fact]
    public async Task ReadAsync_Whiteouts_AreExposed()
    {
        var bytes = Tar(tar =>
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "etc/.wh.passwd"));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "var/.wh..wh..opq"));
        });

        var (_, items) = await ReadAsync(bytes, null);

        Assert.Equal([("etc/passwd", null), (null, "var")], items.Select(item => (item.RemovedPath, item.OpaqueFolder)));
    }

    [Fact]
    public async Task ReadAsync_OtherBytesThanDescribed_IsAProblem()
    {
        var bytes = Tar(tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "a") { DataStream = new MemoryStream(new byte[700]) }));
        var described = Descriptor.Of(MediaTypes.Layer, bytes);
        var changed = bytes.ToArray();
        changed[^1] ^= 1;

        Assert.Equal(LayerProblem.DigestMismatch, (await ReadAsync(changed, null, described)).Outcome.Problem);
        Assert.Equal(LayerProblem.SizeMismatch, (await ReadAsync([.. bytes, 0], null, described)).Outcome.Problem);
        Assert.Equal(LayerProblem.Corrupt, (await ReadAsync(bytes[..1200], null, described)).Outcome.Problem);
        Assert.Equal(LayerProblem.Corrupt, (await ReadAsync([.. Enumerable.Repeat((byte)'x', 2000)], null)).Outcome.Problem);
    }

    [Fact]
    public async Task ReadAsync_BeyondLimits_IsAProblem()
    {
        var bytes = Tar(tar =>
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "a") { DataStream = new MemoryStream(new byte[70_000]) });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "b"));
        });

        Assert.Equal(LayerProblem.LimitExceeded, (await ReadAsync(bytes, new LayerLimits { UnpackedBytes = 60_000 })).Outcome.Problem);
        Assert.Equal(LayerProblem.LimitExceeded, (await ReadAsync(bytes, new LayerLimits { Entries = 1 })).Outcome.Problem);
        Assert.True((await ReadAsync(bytes, new LayerLimits { Entries = 2 })).Outcome.IsSuccess);
    }

    private static byte[] ContentOf(string path, int size)
    {
        var bytes = new byte[size];
        new Random(path.Length).NextBytes(bytes);
        return bytes;
    }

    private static List<(string Path, bool Executable, string Content)> RoundTrip(LayerEntry[] entries)
    {
        using var folder = new TemporaryFolder();
        var built = LayerBuilder.BuildAsync(entries, folder.File("layer"), null, CancellationToken.None).GetAwaiter().GetResult();
        using var stream = File.OpenRead(built.File);
        var read = new List<(string, bool, string)>();
        var outcome = LayerReader.ReadAsync(stream, built.Descriptor, async (item, cancellationToken) =>
        {
            if (item.Kind == LayerEntryKind.File)
            {
                using var content = new MemoryStream();
                await (item.Content ?? Stream.Null).CopyToAsync(content, cancellationToken);
                read.Add((item.Path, item.Mode.HasFlag(UnixFileMode.UserExecute), Convert.ToHexString(content.ToArray())));
            }
        }, null, CancellationToken.None).GetAwaiter().GetResult();
        Assert.True(outcome.IsSuccess, outcome.Message);
        Assert.Equal(built.DiffId, outcome.DiffId);
        return read;
    }

    private static byte[] Tar(Action<TarWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, leaveOpen: true))
        {
            write(tar);
        }

        return bytes.ToArray();
    }

    private static async Task<(LayerOutcome Outcome, List<LayerItem> Items)> ReadAsync(byte[] bytes, LayerLimits? limits, Descriptor? described = null)
    {
        var items = new List<LayerItem>();
        var outcome = await LayerReader.ReadAsync(new MemoryStream(bytes), described ?? Descriptor.Of(MediaTypes.Layer, bytes), (item, _) =>
        {
            items.Add(item);
            return default;
        }, limits, CancellationToken.None);
        return (outcome, items);
    }
}
