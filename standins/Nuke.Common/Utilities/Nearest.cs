namespace Nuke.Common.Utilities;

/// <summary>Finds the name that somebody meant.</summary>
internal static class Nearest
{
    /// <summary>The nearest name within two edits in five letters, or one that begins with the text; otherwise null.</summary>
    public static string To(string text, IEnumerable<string> names)
    {
        var nearest = names
            .Select(x => (Name: x, Edits: x.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? 0 : Edits(text.ToUpperInvariant(), x.ToUpperInvariant())))
            .OrderBy(x => x.Edits)
            .FirstOrDefault();
        return nearest.Name != null && nearest.Edits * 5 <= text.Length * 2 ? nearest.Name : null;
    }

    private static int Edits(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
