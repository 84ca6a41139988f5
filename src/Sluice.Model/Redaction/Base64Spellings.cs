namespace Sluice.Model.Redaction;

/// <summary>How a secret looks in base64: alone, as a part of more, and broken into lines. Pure.</summary>
internal static class Base64Spellings
{
    /// <summary>Shorter ones would be found in texts that have nothing to do with a secret.</summary>
    private const int ShortestPart = 8;

    private const int BitsOfByte = 8;
    private const int BitsOfCharacter = 6;

    /// <summary>Where tools break lines: PEM and openssl, MIME and coreutils.</summary>
    private static readonly int[] s_widths = [64, 76];

    public static IEnumerable<string> Of(byte[] secret)
    {
        var whole = Convert.ToBase64String(secret);
        return [whole, .. Parts(secret), .. s_widths.Where(width => whole.Length > width).SelectMany(width => whole.Chunk(width)).Select(line => new string(line)).Where(line => line.Length >= ShortestPart)];
    }

    /// <summary>The characters that the secret alone decides, wherever in three bytes it begins.</summary>
    private static IEnumerable<string> Parts(byte[] secret)
    {
        for (var before = 0; before < 3; before++)
        {
            var first = ((before * BitsOfByte) + BitsOfCharacter - 1) / BitsOfCharacter;
            var end = (before + secret.Length) * BitsOfByte / BitsOfCharacter;
            if (end - first >= ShortestPart)
            {
                yield return Convert.ToBase64String([.. new byte[before], .. secret])[first..end];
            }
        }
    }
}
