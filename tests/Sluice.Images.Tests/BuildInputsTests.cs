using Sluice.Images.Inputs;

namespace Sluice.Images.Tests;

public sealed class BuildInputsTests
{
    [Fact]
    public void Compute_SameSourceElsewhere_SameHash()
    {
        using var here = NewShop();
        using var there = NewShop();
        foreach (var file in Directory.EnumerateFiles(there.Path, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2011, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        Assert.Equal(HashOf(here), HashOf(there));
    }

    [Theory]
    [InlineData("unrelated.txt")]
    [InlineData("mail/Program.cs")]
    [InlineData("shop/bin/Debug/Shop.dll")]
    [InlineData("shop/obj/project.assets.json")]
    [InlineData("shop/.vs/state.json")]
    [InlineData("shop/Shop.csproj.user")]
    [InlineData("shop/node_modules/left/pad.js")]
    [InlineData(".git/HEAD")]
    public void Compute_FileThatCannotMatter_SameHash(string file)
    {
        using var folder = NewShop();
        var before = HashOf(folder);

        folder.Write(file, "changed");

        Assert.Equal(before, HashOf(folder));
    }

    [Theory]
    [InlineData("shop/Program.cs")]
    [InlineData("shop/wwwroot/index.html")]
    [InlineData("shop/wwwroot/.well-known/security.txt")]
    [InlineData("shop/appsettings.json")]
    [InlineData("common/Greeting.cs")]
    [InlineData("common/New.cs")]
    [InlineData("Directory.Build.targets")]
    [InlineData("Directory.Packages.props")]
    [InlineData("global.json")]
    [InlineData("nuget.config")]
    [InlineData("assets/logo.svg")]
    [InlineData("assets/deep/icon.svg")]
    [InlineData("settings/common.props")]
    [InlineData("settings/Linked.cs")]
    public void Compute_FileThatMayMatter_OtherHash(string file)
    {
        using var folder = NewShop();
        folder.Write("settings/common.props", """<Project><ItemGroup><Compile Include="$(MSBuildThisFileDirectory)Linked.cs" /></ItemGroup></Project>""");
        folder.Write("settings/Linked.cs", "class Linked;");
        folder.Write("assets/logo.svg", "<svg/>");
        folder.Write(ShopSource.Shop, """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <Import Project="..\settings\common.props" />
              <PropertyGroup><AssetFolder>$(MSBuildThisFileDirectory)../assets/</AssetFolder></PropertyGroup>
              <ItemGroup><Content Include="$(AssetFolder)**/*.svg" /><ProjectReference Include="..\common\Common.csproj" Condition="'$(Never)' != ''" /></ItemGroup>
            </Project>
            """);
        var before = HashOf(folder);

        folder.Write(file, "<Project />");

        Assert.NotEqual(before, HashOf(folder));
    }

    [Fact]
    public void Compute_OnlyTheNearestPropsFileApplies_OuterOneDoesNotMatterUnlessItIsImported()
    {
        using var folder = NewShop();
        folder.Write("shop/Directory.Build.props", "<Project />");
        folder.Write("common/Directory.Build.props", "<Project />");
        var before = HashOf(folder);
        folder.Write("Directory.Build.props", "<Project><!-- outer --></Project>");
        Assert.Equal(before, HashOf(folder));

        folder.Write("shop/Directory.Build.props", """<Project><Import Project="$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))" /></Project>""");
        var importing = HashOf(folder);
        folder.Write("Directory.Build.props", "<Project><!-- other --></Project>");
        Assert.NotEqual(importing, HashOf(folder));
    }

    [Fact]
    public void Compute_OtherSdkOrArguments_OtherHash()
    {
        using var folder = NewShop();
        var project = folder.At(ShopSource.Shop);
        string[] hashes =
        [
            BuildInputs.Compute(folder.Path, project, "10.0.100", ["port=1"], default).Hash,
            BuildInputs.Compute(folder.Path, project, "10.0.101", ["port=1"], default).Hash,
            BuildInputs.Compute(folder.Path, project, "10.0.100", ["port=2"], default).Hash,
            BuildInputs.Compute(folder.Path, project, "10.0.100", ["port=1", "x"], default).Hash,
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
    }

    [Fact]
    public void Compute_ProjectIsNotXml_StillAnswers()
    {
        using var folder = NewShop();
        folder.Write(ShopSource.Shop, "<Project");

        Assert.Equal(64, HashOf(folder).Length);
    }

    private static TestFolder NewShop()
    {
        var folder = new TestFolder();
        ShopSource.WriteTo(folder);
        return folder;
    }

    private static string HashOf(TestFolder folder) => BuildInputs.Compute(folder.Path, folder.At(ShopSource.Shop), "10.0.100", [], default).Hash;
}
