using Sluice.Model.Files.Shapes;
using Sluice.Model.Values;

namespace Sluice.Model.Files.Sections;

/// <summary>Shapes that more than one section uses.</summary>
internal static class CommonShapes
{
    public static Shape<string> DnsLabel { get; } = new TextShape<string>(Names.DnsLabelAllowed, Names.DnsLabel, Names.DnsLabelPattern);

    public static Shape<string> Path { get; } = new TextShape<string>("a path with forward slashes below the folder of this file", Names.RelativePath);

    public static Shape<string> FilePath { get; } = new TextShape<string>("a file: absolute, from home (~/…), or relative to the folder of this file", Names.FilePath);

    public static Shape<string> UrlPath { get; } = new TextShape<string>("the path of a URL (/healthz)", Names.UrlPath, "^/");

    public static Shape<string> Line { get; } = new TextShape<string>("a text in one line", Names.Line);

    public static Shape<string> Text { get; } = new TextShape<string>("a text", text => new(text, null));

    public static Shape<string> Image { get; } = new TextShape<string>("the name of an image (registry.example.com/team/tool:1.2)", Names.Image);

    public static Shape<int> Port { get; } = new IntegerShape(1, 65535);

    public static Shape<bool> Flag { get; } = new BooleanShape();

    public static Shape<SecretReference> Secret { get; } = new SecretShape();

    public static Shape<Share> AnyShare { get; } = new ShareShape(new Share(0), new Share(1));

    public static Shape<TimeSpan> Duration(TimeSpan least, TimeSpan most) => new DurationShape(least, most);

    public static Shape<TimeSpan> Seconds(int least, TimeSpan most) => new DurationShape(TimeSpan.FromSeconds(least), most);
}
