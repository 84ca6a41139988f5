using System.Text;
using Sluice.Images.Layers;
using Sluice.Oci;

namespace Sluice.Images.Tests;

public sealed class PublishFolderTests
{
    private const string DepsJson = """
        {
          "targets": { ".NETCoreApp,Version=v10.0": {
            "Shop/1.0.0": { "runtime": { "Shop.dll": {} } },
            "Common/1.0.0": { "runtime": { "Common.dll": {} } },
            "Yaml/1.0.0": {
              "runtime": { "lib/net8.0/Yaml.dll": {} },
              "resources": { "lib/net8.0/de/Yaml.resources.dll": { "locale": "de" } },
              "runtimeTargets": { "runtimes/linux-x64/native/libyaml.so": { "rid": "linux-x64" } } } } },
          "libraries": { "Shop/1.0.0": { "type": "project" }, "Common/1.0.0": { "type": "project" }, "Yaml/1.0.0": { "type": "package" } }
        }
        """;

    [Fact]
    public void Read_PublishedFiles_PackagesAreDependenciesAndTheRestIsTheApplication()
    {
        using var folder = Published();

        var read = PublishFolder.Read(folder.Path, "Shop")!;

        Assert.Equal("Shop.dll", read.EntryAssembly);
        Assert.Equal(["app/Yaml.dll", "app/de/Yaml.resources.dll", "app/runtimes/linux-x64/native/libyaml.so"], read.Dependencies.Entries.Select(entry => entry.Path));
        Assert.Equal(["app/Common.dll", "app/Shop.deps.json", "app/Shop.dll", "app/Shop.runtimeconfig.json", "app/wwwroot/index.html"], read.Application.Entries.Select(entry => entry.Path));
    }

    [Fact]
    public void Read_NothingToStart_IsNone()
    {
        using var folder = new TestFolder();
        folder.Write("Common.dll", "");

        Assert.Null(PublishFolder.Read(folder.Path, "Common"));
    }

    [Fact]
    public void Read_AnotherApplicationBesideIt_ProjectNameDecides()
    {
        using var folder = Published();
        folder.Write("Admin.dll", "");
        folder.Write("Admin.runtimeconfig.json", "{}");

        Assert.Equal("Shop.dll", PublishFolder.Read(folder.Path, "Shop")!.EntryAssembly);
    }

    [Fact]
    public void Modified_EditOfTheSameLength_OtherTime_SoThatETagsChange()
    {
        using var folder = Published();
        var before = PublishFolder.Read(folder.Path, "Shop")!.Application.Modified;

        folder.Write("wwwroot/index.html", "<h1>Shot</h1>");

        var after = PublishFolder.Read(folder.Path, "Shop")!;
        Assert.NotEqual(before, after.Application.Modified);
        Assert.InRange(after.Application.Modified.Year, 2000, 2020);
    }

    [Fact]
    public void WithTime_EndpointsOfTwoCheckouts_AreTheSameBytes()
    {
        const string First = """{"Version":1,"Endpoints":[{"Route":"index.html","ResponseHeaders":[{"Name":"ETag","Value":"\"a\""},{"Name":"Last-Modified","Value":"Sat, 21 Nov 2020 07:50:22 GMT"}]}]}""";
        var second = First.Replace("07:50:22", "08:00:01", StringComparison.Ordinal);
        var time = ContentTime.Of([("wwwroot/index.html", Digest.OfNothing)]);

        var result = StaticAssetEndpoints.WithTime(Encoding.UTF8.GetBytes(First), time);

        Assert.Equal(result, StaticAssetEndpoints.WithTime(Encoding.UTF8.GetBytes(second), time));
        Assert.Contains(time.ToString("R"), Encoding.UTF8.GetString(result), StringComparison.Ordinal);
        Assert.Contains("ETag", Encoding.UTF8.GetString(result), StringComparison.Ordinal);
    }

    private static TestFolder Published()
    {
        var folder = new TestFolder();
        foreach (var file in new[] { "Shop.dll", "Common.dll", "Yaml.dll", "de/Yaml.resources.dll", "runtimes/linux-x64/native/libyaml.so" })
        {
            folder.Write(file, file);
        }

        folder.Write("Shop.deps.json", DepsJson);
        folder.Write("Shop.runtimeconfig.json", "{}");
        folder.Write("wwwroot/index.html", "<h1>Shop</h1>");
        return folder;
    }
}
