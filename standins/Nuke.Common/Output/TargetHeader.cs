using Nuke.Common.Utilities;

namespace Nuke.Common.Output;

/// <summary>The line above a target's output.</summary>
internal static class TargetHeader
{
    private const int Width = 80;

    public static IDisposable Write(string target) => DelegateDisposable.CreateBracket(
        () =>
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine(Ansi.Bold($"━━ {target} ".PadRight(Width, '━')));
        });
}
