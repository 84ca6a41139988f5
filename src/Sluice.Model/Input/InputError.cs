using System.Globalization;
using System.Text;

namespace Sluice.Model.Input;

/// <summary>One thing that is wrong with a file a person wrote, said so that it can be put right without a manual.</summary>
/// <param name="File">The file, as the user would name it.</param>
/// <param name="Line">Line, 1-based.</param>
/// <param name="Column">Column, 1-based.</param>
/// <param name="Key">Path of the key (<c>services.backend.port</c>); empty where the file as a whole is meant.</param>
/// <param name="Problem">What is wrong; no full stop at the end.</param>
/// <param name="Allowed">What would be right; empty where the problem says it.</param>
/// <param name="Nearest">The known name that was probably meant.</param>
public sealed record InputError(
    string File,
    int Line,
    int Column,
    string Key,
    string Problem,
    string Allowed = "",
    string? Nearest = null)
{
    /// <summary><c>sluice.yaml:4:11: services.backend.port: 0 is out of range. Allowed: an integer from 1 to 65535.</c></summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}: ");
        if (Key.Length > 0)
        {
            text.Append(Key).Append(": ");
        }

        text.Append(Problem).Append('.');
        if (Allowed.Length > 0)
        {
            text.Append(" Allowed: ").Append(Allowed).Append('.');
        }

        if (Nearest is not null)
        {
            text.Append(" Did you mean '").Append(Nearest).Append("'?");
        }

        return text.ToString();
    }
}
