namespace Sluice.Nuke.Hosting.Output;

/// <summary>An exception of which only the text is left: it held what must not be printed.</summary>
internal sealed class TextException(string text) : Exception(text.Split('\n')[0])
{
    public override string ToString() => text;
}
