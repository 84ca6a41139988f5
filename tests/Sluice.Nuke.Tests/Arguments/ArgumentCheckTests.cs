using Sluice.Nuke.Arguments;

namespace Sluice.Nuke.Tests.Arguments;

public sealed class ArgumentCheckTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Deploy")]
    [InlineData("deploy")]
    [InlineData("Deploy Look")]
    [InlineData("Deploy+Look")]
    [InlineData("Deploy + Look")]
    [InlineData("--target Deploy Look")]
    [InlineData("Deploy --skip Look")]
    [InlineData("Deploy --skip")]
    [InlineData("--help")]
    [InlineData("Deploy --output-file other.yaml")]
    [InlineData("Deploy --outputFile NoTarget")]
    [InlineData("Deploy --OUTPUTFILE x")]
    [InlineData("Deploy --verbosity quiet --no-logo")]
    [InlineData("--prefixed-thing 1")]
    [InlineData("--count -3 --share 0.5 --force --colour RED")]
    [InlineData("--force false")]
    [InlineData("--modes debug Release --codes 1,2 3")]
    [InlineData("--patience 00:01:30 --folder somewhere")]
    [InlineData("--alias x --partition 2/3 --host terminal")]
    [InlineData("--github-token 1")]
    public void Mistakes_ArgumentsThatTheBuildTakes_None(string arguments)
    {
        Assert.Empty(Mistakes(arguments));
    }

    [Theory]
    [InlineData("Deplyo", "Unknown target Deplyo. Did you mean Deploy? Type: ./build.sh --help")]
    [InlineData("Deploy+Lok", "Unknown target Lok. Did you mean Look? Type: ./build.sh --help")]
    [InlineData("Deploy --skip Loook", "Unknown target Loook. Did you mean Look? Type: ./build.sh --help")]
    [InlineData("Deploy --output-fle x", "Unknown option --output-fle. Did you mean --output-file? Type: ./build.sh --help")]
    [InlineData("Deploy --outputFle x", "Unknown option --outputFle. Did you mean --output-file? Type: ./build.sh --help")]
    [InlineData("Deploy --count=3", "Unknown option --count=…: write the value after a blank, --count 3")]
    [InlineData("-h", "Unknown option -h. Type: ./build.sh --help")]
    [InlineData("Xylophone", "Unknown target Xylophone. Type: ./build.sh --help")]
    [InlineData("--count many", "--count: 'many' is not a whole number.")]
    [InlineData("--count 1.5", "--count: '1.5' is not a whole number.")]
    [InlineData("--count 99999999999", "--count: '99999999999' is not a whole number.")]
    [InlineData("--share 0,5x", "--share: '0,5x' is not a number, written like 0.5.")]
    [InlineData("--force perhaps", "--force: 'perhaps' is not true or false.")]
    [InlineData("--colour blu", "--colour: 'blu' is none of Red, Blue. Did you mean Blue?")]
    [InlineData("--colour 7", "--colour: '7' is none of Red, Blue.")]
    [InlineData("--modes Debug Relase", "--modes: 'Relase' is none of Debug, Release. Did you mean Release?")]
    [InlineData("--codes 1,x", "--codes: 'x' is not a whole number.")]
    [InlineData("--patience soon", "--patience: 'soon' is not a time span, written like 00:01:30.")]
    [InlineData("--partition 3", "--partition: '3' is not a part and a total, written like 2/3.")]
    [InlineData("--verbosity Nomal", "--verbosity: 'Nomal' is none of Verbose, Normal, Minimal, Quiet. Did you mean Normal?")]
    [InlineData("--root no-such-folder", "--root: there is no directory 'no-such-folder'.")]
    [InlineData("--output-file", "--output-file needs a value: a text.")]
    [InlineData("--colour --force", "--colour needs a value: one of Red, Blue.")]
    [InlineData("--output-file a b", "--output-file takes one value, not 2: a b.")]
    [InlineData("--count 1 --count 2", "--count is given twice.")]
    [InlineData("--plan Deploy", "--plan: Deploy must stand before the first option. Type: ./build.sh Deploy --plan")]
    [InlineData("--output-file a Deploy Look", "--output-file: Deploy Look must stand before the first option. Type: ./build.sh Deploy Look --output-file a")]
    public void Mistakes_WrongArguments_SayWhatAndWhatElse(string arguments, string expected)
    {
        Assert.Equal([expected], Mistakes(arguments));
    }

    /// <summary>Which hosts there are depends on the package in use.</summary>
    [Fact]
    public void Mistakes_UnknownHost_NamesTheNearest()
    {
        var mistake = Assert.Single(Mistakes("--host Teminal"));

        Assert.Matches("^--host: 'Teminal' is none of .*GitHubActions.* Did you mean Terminal\\?$", mistake);
    }

    [Fact]
    public void Mistakes_Several_AllAreFoundAtOnce()
    {
        Assert.Equal(4, Mistakes("Deplyo Lok --nonsense --count many").Count);
    }

    [Theory]
    [InlineData("--github-token hunter2")]
    [InlineData("--github-token hunter2 hunter3")]
    [InlineData("--github-token=hunter2")]
    public void Mistakes_OfASecret_DoNotRepeatIt(string arguments)
    {
        var mistake = Assert.Single(Mistakes(arguments));

        Assert.Contains("--github-token", mistake, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", mistake, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Rehearse")]
    [InlineData("rehearse")]
    [InlineData("Deploy --skip Rehearse")]
    public void Mistakes_TargetOfALaterVersion_SayWhatThereIsToday(string arguments)
    {
        var mistake = Assert.Single(Mistakes(arguments));

        Assert.Contains("is not in this version yet. Today", mistake, StringComparison.Ordinal);
        Assert.Contains("./build.sh", mistake, StringComparison.Ordinal);
    }

    private static List<string> Mistakes(string arguments) =>
        [.. ArgumentCheck.Mistakes(SampleBuild.Surface, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
}
