using Sluice.EndToEnd.Harness;

namespace Sluice.EndToEnd.Guide;

/// <summary>Every snippet of docs/guide does what the page says.</summary>
public sealed class GuideTests
{
    private static readonly string s_guide = Path.Combine(Repository.Root, "docs", "guide");

    public static TheoryData<string> Pages() => [.. Directory.GetFiles(s_guide, "*.md").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_LivedThrough_DoesWhatItSays(string name)
    {
        var page = GuidePage.Read(name, await File.ReadAllLinesAsync(Path.Combine(s_guide, $"{name}.md")));
        await using var place = page.StartsEmpty ? await GuidePlace.EmptyAsync() : await GuidePlace.SampleAsync();

        await new GuideStory(place.Folder, place.Variables).LiveAsync(page);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_LinksToOtherFiles_TheyExist(string name)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(s_guide, $"{name}.md"));

        var missing = System.Text.RegularExpressions.Regex.Matches(text, @"\]\((?!https?:)([^)#]+)")
            .Select(link => link.Groups[1].Value)
            .Where(target => !Path.Exists(Path.Combine(s_guide, target)))
            .ToList();

        Assert.Empty(missing);
    }
}
