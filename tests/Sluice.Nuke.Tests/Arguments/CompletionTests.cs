using Sluice.Nuke.Arguments;

namespace Sluice.Nuke.Tests.Arguments;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("./build.sh D", "Deploy")]
    [InlineData("./build.sh d", "Deploy")]
    [InlineData("./build.sh Deploy L", "Look")]
    [InlineData("./build.sh Deploy+L", "Deploy+Look")]
    [InlineData("./build.sh Deploy+D", "")]
    [InlineData("./build.sh --out", "--output-file")]
    [InlineData("./build.sh Deploy --co", "--codes --colour --count --continue")]
    [InlineData("./build.sh Deploy --count 1 --co", "--codes --colour --continue")]
    [InlineData("./build.sh --colour ", "Red Blue")]
    [InlineData("./build.sh --colour B", "Blue")]
    [InlineData("./build.sh --modes Debug r", "Release")]
    [InlineData("./build.sh --force f", "false")]
    [InlineData("./build.sh --output-file ", "")]
    [InlineData("./build.sh --output-file D", "")]
    [InlineData("./build.sh Deploy --skip L", "Look")]
    [InlineData("./build.sh --verbosity m", "Minimal")]
    [InlineData("./build.sh --verbosity Minimal --host te", "Terminal")]
    [InlineData("./build.sh --alia", "")]
    [InlineData("./build.sh --nonsense ", "")]
    [InlineData("", "Deploy Look Unsorted")]
    public void Answer_ForALine_IsWhatMayComeNext(string line, string expected)
    {
        var words = Completion.Answer(SampleBuild.Surface, ".", line).TakeWhile(word => expected.Contains("--", StringComparison.Ordinal) || !word.StartsWith('-'));

        Assert.Equal(expected, string.Join(' ', words));
    }

    [Theory]
    [InlineData("./build.sh Deploy ")]
    [InlineData("./build.sh Deploy --output-file x ")]
    [InlineData("./build.sh Deploy --force ")]
    public void Answer_AfterACompleteWord_OffersOptions(string line)
    {
        Assert.Contains("--count", Completion.Answer(SampleBuild.Surface, ".", line));
    }

    [Fact]
    public void Answer_Profile_IsOfTheFilesThereAre()
    {
        var root = Directory.CreateTempSubdirectory("sluice-profiles-").FullName;
        Directory.CreateDirectory(Path.Combine(root, ".nuke"));
        File.WriteAllText(Path.Combine(root, ".nuke", "parameters.json"), "{}");
        File.WriteAllText(Path.Combine(root, ".nuke", "parameters.night.json"), "{}");

        Assert.Equal(["night"], Completion.Answer(SampleBuild.Surface, root, "./build.sh --profile n"));

        Directory.Delete(root, recursive: true);
    }
}
