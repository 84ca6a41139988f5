using System.Text;
using Sluice.Reports.Live;

namespace Sluice.Nuke.Hosting.Output;

/// <summary>
/// The terminal with a picture at its end. All that this process prints passes through the writers that it gave: the picture is
/// taken away, the lines are printed, the picture is drawn again, so neither tears the other. The cursor is never hidden and
/// always at the start of the line beneath the picture, so that a process that is killed leaves a terminal in order.
/// </summary>
internal sealed class LiveScreen(TextWriter terminal, Func<(int Width, int Height)> size) : ILiveScreen
{
    private const string ToEnd = "\u001b[J";
    private const string ToLineEnd = "\u001b[K";

    private readonly Lock _lock = new();
    private IReadOnlyList<string> _lines = [];
    private bool _isMidLine;

    // One column is left free: a full line makes some terminals break it.
    public int Width => size().Width - 1;

    public int Height => size().Height - 2;

    public void Show(IReadOnlyList<string> lines)
    {
        lock (_lock)
        {
            if (_isMidLine)
            {
                _lines = lines;
                return;
            }

            var text = new StringBuilder(ToStart());
            foreach (var line in lines)
            {
                text.Append(line).Append(ToLineEnd).Append('\n');
            }

            if (_lines.Count > lines.Count)
            {
                text.Append(ToEnd);
            }

            _lines = lines;
            terminal.Write(text.ToString());
            terminal.Flush();
        }
    }

    /// <summary>A writer for lines that pass above the picture.</summary>
    public TextWriter Above(TextWriter inner) => new AboveWriter(this, inner);

    private void Print(TextWriter inner, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        lock (_lock)
        {
            if (_lines.Count > 0 && !_isMidLine)
            {
                terminal.Write(ToStart() + ToEnd);
                terminal.Flush();
            }

            inner.Write(text);
            inner.Flush();
            _isMidLine = text[^1] != '\n';
            if (_lines.Count > 0 && !_isMidLine)
            {
                terminal.Write(string.Concat(_lines.Select(line => $"{line}{ToLineEnd}\n")));
                terminal.Flush();
            }
        }
    }

    private string ToStart() => _lines.Count == 0 ? "" : $"\u001b[{_lines.Count}A\r";

    private sealed class AboveWriter(LiveScreen screen, TextWriter inner) : TextWriter(inner.FormatProvider)
    {
        public override Encoding Encoding => inner.Encoding;

        public override void Write(char value) => screen.Print(inner, value.ToString());

        public override void Write(char[] buffer, int index, int count) => screen.Print(inner, new string(buffer, index, count));

        public override void Write(string? value) => screen.Print(inner, value ?? "");

        public override void Flush() => inner.Flush();
    }
}
