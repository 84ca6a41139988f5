using System.Text;
using Sluice.Oci.Layers;
using Sluice.Sandbox.Kubelet.Images;

namespace Sluice.Sandbox.Tests.Kubelet;

public sealed class RootFsFolderTests : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _outside = Directory.CreateTempSubdirectory("sluice-root").FullName;
    private readonly string _root;

    public RootFsFolderTests() => _root = Directory.CreateDirectory(Path.Combine(_outside, "root")).FullName;

    [Fact]
    public async Task Apply_FileBehindALinkThatLeadsOut_StaysInside()
    {
        var layer = new RootFsFolder(_root);
        await layer.ApplyAsync(Link("up", "../../.."), default);
        await layer.ApplyAsync(Link("abs", "/etc"), default);
        await layer.ApplyAsync(File("up/escaped", "x"), default);
        await layer.ApplyAsync(File("abs/passwd", "mine"), default);

        Assert.Equal("x", System.IO.File.ReadAllText(Path.Combine(_root, "escaped")));
        Assert.Equal("mine", System.IO.File.ReadAllText(Path.Combine(_root, "etc/passwd")));
        Assert.Equal("mine", System.IO.File.ReadAllText(Path.Combine(_root, "abs/passwd")));
        Assert.Equal([_root], Directory.EnumerateFileSystemEntries(_outside));
    }

    [Fact]
    public async Task Apply_LinkReplacedByFile_DoesNotWriteThroughTheLink()
    {
        string victim = Path.Combine(_outside, "victim");
        System.IO.File.WriteAllText(victim, "safe");
        System.IO.File.CreateSymbolicLink(Path.Combine(_root, "f"), victim);

        await new RootFsFolder(_root).ApplyAsync(File("f", "x"), default);

        Assert.Equal("safe", System.IO.File.ReadAllText(victim));
        Assert.Equal("x", System.IO.File.ReadAllText(Path.Combine(_root, "f")));
    }

    [Fact]
    public async Task Apply_LinksInACircle_IsAnErrorAndNoEndlessLoop()
    {
        var layer = new RootFsFolder(_root);
        await layer.ApplyAsync(Link("a", "b"), default);
        await layer.ApplyAsync(Link("b", "a"), default);

        await Assert.ThrowsAsync<IOException>(() => layer.ApplyAsync(File("a/f", "x"), default).AsTask());
    }

    [Fact]
    public async Task Apply_Whiteouts_HideLowerLayersButNotTheirOwn()
    {
        var lower = new RootFsFolder(_root);
        foreach (string path in (string[])["d/old", "d/sub/deep", "gone/f", "kept"])
        {
            await lower.ApplyAsync(File(path, "x"), default);
        }

        var upper = new RootFsFolder(_root);
        await upper.ApplyAsync(File("d/new", "x"), default);
        await upper.ApplyAsync(File("d/.wh..wh..opq", ""), default);
        await upper.ApplyAsync(File(".wh.gone", ""), default);

        Assert.Equal(["d", "d/new", "kept"], Directory.EnumerateFileSystemEntries(_root, "*", SearchOption.AllDirectories).Select(p => Path.GetRelativePath(_root, p)).Order());
    }

    public void Dispose() => Directory.Delete(_outside, recursive: true);

    private static LayerItem Link(string path, string target) => new(path, LayerEntryKind.SymbolicLink, Mode, 0, target, null);

    private static LayerItem File(string path, string text) =>
        new(path, LayerEntryKind.File, Mode, text.Length, null, new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
