using Sluice.Nuke.Arguments;

namespace Sluice.Nuke.Tests.Arguments;

public sealed class ParameterFileCheckTests
{
    [Fact]
    public void Mistakes_RightFile_None()
    {
        using var folder = new ParameterFolder().With("parameters.json", """
            {
              // comments and trailing commas are allowed
              "$schema": "./build.schema.json",
              "OutputFile": "x", "Count": 3, "share": 0.5, "Force": true, "Colour": "red",
              "Modes": ["Debug", "release"], "Codes": "1,2", "PrefixedThing": "y", "GitHubToken": 5,
              "Verbosity": "Quiet", "Target": ["Deploy"],
            }
            """);

        Assert.Empty(folder.Mistakes());
    }

    [Fact]
    public void Mistakes_NoFile_None()
    {
        using var folder = new ParameterFolder();

        Assert.Empty(folder.Mistakes());
    }

    [Fact]
    public void Mistakes_Several_EachHasItsLineAndTheWayOut()
    {
        using var folder = new ParameterFolder().With("parameters.json", """
            {
              "OutputFle": "x",
              "Count": "many",
              "Colour": "Bleu",
              "Force": "perhaps",
              "Share": [1, 2],
              "Modes": ["Debug", "Relase"],
              "Patience": null,
              "Folder": { "a": 1 },
              "Target": ["Deplyo"],
              "count": 4
            }
            """);

        Assert.Equal(
            [
                ".nuke/parameters.json:2: There is no parameter OutputFle. Did you mean OutputFile? Type: ./build.sh --help",
                ".nuke/parameters.json:3: Count: 'many' is not a whole number.",
                ".nuke/parameters.json:4: Colour: 'Bleu' is none of Red, Blue. Did you mean Blue?",
                ".nuke/parameters.json:5: Force: 'perhaps' is not true or false.",
                ".nuke/parameters.json:6: Share takes one value, not a list.",
                ".nuke/parameters.json:7: Modes: 'Relase' is none of Debug, Release. Did you mean Release?",
                ".nuke/parameters.json:8: Patience is null: give a time span, written like 00:01:30, or take the line out.",
                ".nuke/parameters.json:9: Folder takes a text, not an object.",
                ".nuke/parameters.json:10: Target: Unknown target Deplyo. Did you mean Deploy? Type: ./build.sh --help",
                ".nuke/parameters.json:11: count stands in line 3 too: keep one of them.",
            ],
            folder.Mistakes());
    }

    [Theory]
    [InlineData("{\n  \"Count\" 4 }", ".nuke/parameters.json:2:11: is not JSON")]
    [InlineData("{\n  \"Count\": 4", ".nuke/parameters.json:2:")]
    [InlineData("[]", ".nuke/parameters.json:1:1: ")]
    [InlineData("", ".nuke/parameters.json:1:1: ")]
    public void Mistakes_NoJson_NamesThePlace(string content, string expected)
    {
        using var folder = new ParameterFolder().With("parameters.json", content);

        Assert.StartsWith(expected, Assert.Single(folder.Mistakes()), StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_ByteOrderMark_IsNoMistake()
    {
        using var folder = new ParameterFolder().With("parameters.json", "\uFEFF{ \"Count\": 4 }");

        Assert.Empty(folder.Mistakes());
    }

    [Fact]
    public void Mistakes_ChosenProfile_IsReadToo()
    {
        using var folder = new ParameterFolder().With("parameters.night.json", """{ "Cont": 1 }""").With("parameters.day.json", """{ "Cout": 1 }""");

        Assert.Equal([".nuke/parameters.night.json:1: There is no parameter Cont. Did you mean Count? Type: ./build.sh --help"], folder.Mistakes("night"));
    }

    [Fact]
    public void Mistakes_UnknownProfile_NamesThoseThereAre()
    {
        using var folder = new ParameterFolder().With("parameters.night.json", "{}").With("parameters.day.json", "{}");

        Assert.Equal(["--profile nigth: there is no .nuke/parameters.nigth.json. Did you mean night? There are: day, night."], folder.Mistakes("nigth"));
    }

    [Fact]
    public void Mistakes_OfASecret_DoNotRepeatIt()
    {
        using var folder = new ParameterFolder().With("parameters.json", """{ "GitHubToken": "hunter2" }""");

        Assert.Equal([".nuke/parameters.json:1: GitHubToken: the value is not a whole number."], folder.Mistakes());
    }

    private sealed class ParameterFolder : IDisposable
    {
        private readonly string _root = Directory.CreateTempSubdirectory("sluice-parameters-").FullName;

        public ParameterFolder()
        {
            Directory.CreateDirectory(Path.Combine(_root, ".nuke"));
        }

        public ParameterFolder With(string name, string content)
        {
            File.WriteAllText(Path.Combine(_root, ".nuke", name), content);
            return this;
        }

        public List<string> Mistakes(params string[] profiles) => [.. ParameterFileCheck.Mistakes(SampleBuild.Surface, _root, profiles)];

        public void Dispose() => Directory.Delete(_root, recursive: true);
    }
}
