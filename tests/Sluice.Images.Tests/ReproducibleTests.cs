namespace Sluice.Images.Tests;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public class ReproducibleTests
{
    /// <summary>Another user where that is possible (root may become anybody), another umask, home, locale and time zone.</summary>
    private const string Elsewhere = """
        #!/bin/sh
        umask 077
        export HOME="WORK/home" LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8 TZ=Asia/Tokyo USER=other
        unset NUGET_PACKAGES
        mkdir -p "$HOME"
        if [ "$(id -u)" = 0 ] && command -v setpriv > /dev/null; then
          chown -R 65534:65534 "ROOT"
          exec setpriv --reuid=65534 --regid=65534 --clear-groups "DOTNET" "$@"
        fi
        exec "DOTNET" "$@"
        """;

    [LinuxFact]
    public async Task BuildAsync_AnotherUserUmaskLocaleAndFolder_SameBytes()
    {
        using var here = new TestFolder();
        using var there = new TestFolder();
        ShopSource.WriteTo(here);
        ShopSource.WriteTo(there);
        var options = Options(there);
        var wrapper = there.Write("tools/dotnet", Elsewhere
            .Replace("ROOT", there.Path, StringComparison.Ordinal)
            .Replace("WORK", there.At("elsewhere"), StringComparison.Ordinal)
            .Replace("DOTNET", options.DotnetPath, StringComparison.Ordinal));
        File.SetUnixFileMode(wrapper, (UnixFileMode)Convert.ToInt32("755", 8));
        File.SetUnixFileMode(there.Path, (UnixFileMode)Convert.ToInt32("755", 8));

        var first = await BuildAsync(Options(here));
        var second = await BuildAsync(options with { DotnetPath = wrapper });

        Assert.Equal(first.InputsHash, second.InputsHash);
        Assert.Equal(first.Digest, second.Digest);
    }

    private static BuilderOptions Options(TestFolder folder) => new() { Root = folder.Path, WorkFolder = folder.At(".nuke/temp/images") };

    private static async Task<ServiceImage> BuildAsync(BuilderOptions options)
    {
        var outcomes = await new DaemonlessBuilder(options, TimeProvider.System).BuildAsync([ShopSource.MailService], null, default);
        return outcomes[0] is BuildOutcome.Built built ? built.Image : throw new InvalidOperationException($"{outcomes[0]}");
    }
}
