using Nuke.Common.IO;

namespace StandIns.NukeCommon.Tests.Engine;

public sealed class AbsolutePathTests
{
    private static readonly AbsolutePath s_base = AbsolutePath.Create("/a/b/");

    [Fact]
    public void Division_GoesDownAndUp()
    {
        Assert.Equal("/a/b/c.txt", s_base / "c.txt");
        Assert.Equal("/a", s_base / "..");
        Assert.Equal("/a", s_base / ..);
        Assert.Equal("/a/b/c/d", s_base / "c/d");
        Assert.Equal("/a/b.txt", s_base + ".txt");
    }

    [Fact]
    public void Parts_OfAFile()
    {
        var file = s_base / "c.tar.gz";

        Assert.Equal(("c.tar.gz", "c.tar", ".gz", (string)s_base), (file.Name, file.NameWithoutExtension, file.Extension, (string)file.Parent));
        Assert.Null(AbsolutePath.Create("/").Parent);
    }

    [Fact]
    public void Equality_IsByPath()
    {
        Assert.True(s_base / "c" == AbsolutePath.Create("/a/b/c"));
        Assert.True(s_base != s_base / "c");
        Assert.Equal((s_base / "c").GetHashCode(), AbsolutePath.Create("/a/b/c/").GetHashCode());
    }

    [Fact]
    public void Create_Relative_IsRefused() => Assert.ThrowsAny<Exception>(() => AbsolutePath.Create("a/b"));

    [Fact]
    public void RelativePath_BetweenTwoPlaces()
    {
        Assert.Equal("../c", s_base.GetRelativePathTo("/a/c").ToString());
        Assert.True(s_base.Contains("/a/b/c"));
        Assert.False(s_base.Contains("/a/c"));
    }

    [Fact]
    public void Directories_AreMadeListedAndDeleted()
    {
        using var folder = new TemporaryFolder();
        AbsolutePath root = folder.Path;

        (root / "x" / "y").CreateDirectory();
        (root / "x" / "y" / "z.txt").WriteAllText("text");
        (root / "top.txt").WriteAllText("text", eofLineBreak: true);

        Assert.Equal(["top.txt"], root.GetFiles().Select(x => x.Name));
        Assert.Equal(["top.txt", "z.txt"], root.GetFiles("*.txt", depth: 3).Select(x => x.Name).Order());
        Assert.Equal(["x"], root.GetDirectories().Select(x => x.Name));
        Assert.Equal("text\n", (root / "top.txt").ReadAllText());
        (root / "x").DeleteDirectory();
        Assert.False((root / "x").DirectoryExists());
        (root / "x").DeleteDirectory();
    }
}
