using System.Buffers.Binary;
using System.Text;
using Sluice.Oci;

namespace Sluice.Images.Layers;

/// <summary>
/// The time that a layer's files carry. A fixed one would be reproducible too, but web servers make ETags from time and
/// length: an edited page of the same length would look unchanged to every browser. So the time is taken from the
/// contents: the same contents have the same time, others another.
/// </summary>
internal static class ContentTime
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly uint Range = (uint)TimeSpan.FromDays(7300).TotalSeconds;

    /// <summary>Between 2000 and 2019, whole seconds.</summary>
    /// <param name="files">Path and digest of every file, in any order.</param>
    public static DateTimeOffset Of(IEnumerable<(string Path, Digest Digest)> files)
    {
        var text = string.Concat(files.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => $"{file.Path}\0{file.Digest}\n"));
        var hash = Convert.FromHexString(Digest.Compute(Encoding.UTF8.GetBytes(text)).Hex);
        return Earliest.AddSeconds(BinaryPrimitives.ReadUInt32BigEndian(hash) % Range);
    }
}
