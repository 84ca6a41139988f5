using System.Text.Json.Nodes;
using Sluice.Sandbox.Store;

namespace Sluice.Sandbox.Tests.Store;

public sealed class StoreRecoveryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-store").FullName;

    private string LogPath => Path.Combine(_folder, "objects.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_AfterRestart_HasEverythingAndGoesOnCounting()
    {
        using (var store = Open())
        {
            store.Create(Key("a"), Value(1));
            store.Create(Key("b"), Value(2));
            store.Delete(Key("a"));
        }

        using var again = Open();
        Assert.Null(again.Get(Key("a")));
        Assert.Equal("b", again.Get(Key("b"))!["metadata"]!["name"]!.GetValue<string>());
        Assert.Equal(3, again.Revision);
        Assert.Equal("4", again.Create(Key("c"), Value(3)).Object!["metadata"]!["resourceVersion"]!.GetValue<string>());
        Assert.Throws<RevisionGoneException>(() => again.Subscribe("configmaps", null, 2));
    }

    [Fact]
    public void Open_LastRecordCutAtEveryByte_HasTheStateBeforeOrAfterIt()
    {
        long before;
        using (var store = Open())
        {
            store.Create(Key("a"), Value(1));
            before = new FileInfo(LogPath).Length;
            store.Update(Key("a"), Value(2));
        }

        byte[] whole = File.ReadAllBytes(LogPath);
        for (int length = (int)before; length <= whole.Length; length++)
        {
            File.WriteAllBytes(LogPath, whole[..length]);
            using (var store = Open())
            {
                long x = store.Get(Key("a"))!["spec"]!["x"]!.GetValue<long>();
                Assert.Equal(length >= whole.Length - 1 ? 2 : 1, x);
                Assert.Equal(StoreOutcome.Done, store.Create(Key("b"), Value(3)).Outcome);
            }

            using var again = Open();
            Assert.NotNull(again.Get(Key("b")));
        }
    }

    [Fact]
    public void Open_BrokenLineInTheMiddle_SaysWhichAndWhatToType()
    {
        using (var store = Open())
        {
            store.Create(Key("a"), Value(1));
            store.Create(Key("b"), Value(1));
        }

        string[] lines = File.ReadAllLines(LogPath);
        File.WriteAllText(LogPath, lines[0][..20] + "\n" + lines[1] + "\n");
        var problem = Assert.Throws<StoreCorruptException>(Open);
        Assert.Equal(1, problem.Line);
        Assert.Contains("SandboxReset", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_ManyToOneObject_AreCompacted()
    {
        var options = new StoreOptions { CompactAtBytes = 4096 };
        using (var store = new ObjectStore(TimeProvider.System, LogPath, options))
        {
            store.Create(Key("a"), Value(0));
            for (int i = 1; i <= 500; i++)
            {
                store.Update(Key("a"), Value(i));
            }
        }

        Assert.InRange(new FileInfo(LogPath).Length, 1, 8192);
        using var again = Open();
        Assert.Equal(500, again.Get(Key("a"))!["spec"]!["x"]!.GetValue<long>());
        Assert.Equal(501, again.Revision);
    }

    [Fact]
    public void Create_FileFull_IsRefusedAndNothingChanges()
    {
        using var store = new ObjectStore(TimeProvider.System, LogPath, new StoreOptions { MaxFileBytes = 600 });
        store.Create(Key("a"), Value(1));
        var big = Value(2);
        big["data"] = new string('x', 600);
        var result = store.Create(Key("b"), big);
        Assert.Equal(StoreOutcome.NotStored, result.Outcome);
        Assert.Contains("disk space", result.Message, StringComparison.Ordinal);
        Assert.Null(store.Get(Key("b")));
        Assert.Equal(1, store.Revision);
        Assert.Equal(StoreOutcome.Done, store.Create(Key("c"), Value(3)).Outcome);
    }

    private ObjectStore Open() => new(TimeProvider.System, LogPath);

    private static ResourceKey Key(string name) => new("configmaps", "n", name);

    private static JsonObject Value(int x) => new() { ["spec"] = new JsonObject { ["x"] = x } };
}
