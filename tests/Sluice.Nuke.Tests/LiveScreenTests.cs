using Sluice.Nuke.Hosting.Output;

namespace Sluice.Nuke.Tests;

public sealed class LiveScreenTests : IDisposable
{
    private readonly StringWriter _terminal = new();

    [Fact]
    public void Show_AgainAndLess_OverwritesAndClearsTheRest()
    {
        var screen = Screen();
        screen.Show(["one", "two"]);
        screen.Show(["one"]);
        screen.Show([]);

        Assert.Equal("one\u001b[K\ntwo\u001b[K\n\u001b[2A\rone\u001b[K\n\u001b[J\u001b[1A\r\u001b[J", _terminal.ToString());
    }

    [Fact]
    public void Above_ALineDuringThePicture_GoesAboveIt()
    {
        var screen = Screen();
        screen.Show(["picture"]);
        _terminal.GetStringBuilder().Clear();

        screen.Above(_terminal).Write("line\n");

        Assert.Equal("\u001b[1A\r\u001b[Jline\npicture\u001b[K\n", _terminal.ToString());
    }

    [Fact]
    public void Above_PartOfALine_HoldsThePictureBackUntilTheLineEnds()
    {
        var screen = Screen();
        screen.Show(["picture"]);
        var above = screen.Above(_terminal);
        above.Write("half ");
        _terminal.GetStringBuilder().Clear();
        screen.Show(["newer"]);
        Assert.Equal("", _terminal.ToString());

        above.Write("line\n");

        Assert.Equal("line\nnewer\u001b[K\n", _terminal.ToString());
    }

    [Theory]
    [InlineData(false, "xterm", "", "", 80, true)]
    [InlineData(true, "xterm", "", "", 80, false)]
    [InlineData(false, "dumb", "", "", 80, false)]
    [InlineData(false, "", "", "", 80, false)]
    [InlineData(false, "xterm", "1", "", 80, false)]
    [InlineData(false, "xterm", "", "true", 80, false)]
    [InlineData(false, "xterm", "", "", 10, false)]
    public void IsLive_OnlyAtATerminalThatAPersonSees(bool isRedirected, string term, string noColor, string ci, int width, bool expected) =>
        Assert.Equal(expected, OutputPlace.IsLive(isRedirected, name => name switch { "TERM" => term, "NO_COLOR" => noColor, "CI" => ci, _ => null }, width));

    public void Dispose() => _terminal.Dispose();

    private LiveScreen Screen() => new(_terminal, () => (80, 24));
}
