using System.Globalization;
using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Guide;

/// <summary>The folder in which a page is lived through, and the variables that it speaks of.</summary>
internal sealed class GuidePlace : IAsyncDisposable
{
    private readonly Workspace? _sample;
    private readonly string? _place;

    private GuidePlace(string folder, Workspace? sample, string? place, Dictionary<string, string> variables)
    {
        (Folder, _sample, _place) = (folder, sample, place);
        Variables = new Dictionary<string, string>(variables, StringComparer.Ordinal)
        {
            ["SLUICE"] = Repository.Root,
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_NOLOGO"] = "1",
        };
    }

    public string Folder { get; }

    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>The sample application with a <c>build.sh</c> that runs the compiled build.</summary>
    public static async Task<GuidePlace> SampleAsync()
    {
        var sample = await Workspace.CreateAsync();
        await sample.AddBuildScriptAsync();
        return new GuidePlace(sample.Root, sample, null, []);
    }

    /// <summary>Nothing. Packages of this run go into a folder beside it, so that no later restore mistakes them for published ones.</summary>
    public static Task<GuidePlace> EmptyAsync()
    {
        var place = Directory.CreateTempSubdirectory("sluice-guide-").FullName;
        var folder = Directory.CreateDirectory(Path.Combine(place, "shop")).FullName;
        var machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Task.FromResult(new GuidePlace(folder, null, place, new Dictionary<string, string>
        {
            ["NUGET_PACKAGES"] = Path.Combine(place, "packages"),
            ["NUGET_FALLBACK_PACKAGES"] = machine,
        }));
    }

    public async ValueTask DisposeAsync()
    {
        if (_sample is not null)
        {
            await _sample.DisposeAsync();
            return;
        }

        foreach (var left in ProcessTable.Of(_place!))
        {
            await Shell.RunAsync("/", "/bin/sh", "-c", $"kill -KILL {left.Pid.ToString(CultureInfo.InvariantCulture)} || true");
        }

        await ProcessTable.LeftAfterAsync(TimeSpan.FromSeconds(5), () => ProcessTable.Of(_place!));
        Directory.Delete(_place!, recursive: true);
    }
}
