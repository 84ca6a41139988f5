using System.Text;

namespace Sluice.Model.Redaction;

/// <summary>Passes text on without its secrets, also when one comes in several pieces. A line is passed on when it ends, a part of a line when it is flushed.</summary>
/// <param name="inner">Gets the text; not disposed.</param>
/// <param name="redactor">Knows the secrets.</param>
public sealed class RedactingWriter(TextWriter inner, Redactor redactor) : TextWriter(inner.FormatProvider)
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _pending = new();

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Take([value]);

    public override void Write(char[] buffer, int index, int count) => Take(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Take(buffer);

    public override void Write(string? value) => Take(value);

    public override void WriteLine(string? value) => Take($"{value}{NewLine}");

    /// <summary>Passes on what is there, but for an end that may be the beginning of a secret.</summary>
    public override void Flush()
    {
        lock (_lock)
        {
            var text = _pending.ToString();
            var held = redactor.HeldBack(text);
            inner.Write(redactor.Clean(text[..^held]));
            _pending.Clear().Append(text.AsSpan(text.Length - held));
            inner.Flush();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_lock)
            {
                inner.Write(redactor.Clean(_pending.ToString()));
                _pending.Clear();
                inner.Flush();
            }
        }

        base.Dispose(disposing);
    }

    private void Take(ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            _pending.Append(text);
            var end = text.LastIndexOf('\n');
            if (end < 0)
            {
                return;
            }

            // A secret of several lines is known line by line, so nothing begins before a line's end and goes on after it.
            var whole = _pending.Length - (text.Length - end - 1);
            inner.Write(redactor.Clean(_pending.ToString(0, whole)));
            _pending.Remove(0, whole);
            inner.Flush();
        }
    }
}
