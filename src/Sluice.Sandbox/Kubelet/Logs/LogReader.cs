using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Sluice.Sandbox.Api;

namespace Sluice.Sandbox.Kubelet.Logs;

/// <summary>Reads one instance's log as a request asks for it.</summary>
internal static class LogReader
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <param name="path">The log's file; it may not exist yet.</param>
    /// <param name="request">What of it.</param>
    /// <param name="isEnded">Whether nothing more will be written.</param>
    /// <param name="time">For following.</param>
    /// <param name="cancellationToken">The reader left.</param>
    public static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        string path, PodLogRequest request, Func<bool> isEnded, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long left = request.LimitBytes ?? long.MaxValue;
        using var tail = new LineTail(path);
        var lines = tail.ReadAll($"{path}.1").Where(l => IsWanted(l, request.Since)).ToList();
        int skip = request.TailLines is { } last && last < lines.Count ? lines.Count - (int)last : 0;
        foreach (var chunk in lines.Skip(skip).Select(l => Shown(l, request.Timestamps)))
        {
            yield return Cut(chunk, ref left);
            if (left == 0)
            {
                yield break;
            }
        }

        while (request.Follow)
        {
            // Asked before reading: what was written before the end is read after it.
            bool ended = isEnded();
            foreach (var chunk in tail.ReadNew().Where(l => IsWanted(l, request.Since)).Select(l => Shown(l, request.Timestamps)))
            {
                yield return Cut(chunk, ref left);
                if (left == 0)
                {
                    yield break;
                }
            }

            if (ended)
            {
                yield break;
            }

            await Task.Delay(Poll, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static ReadOnlyMemory<byte> Cut(byte[] chunk, ref long left)
    {
        int length = (int)Math.Min(left, chunk.Length);
        left -= length;
        return chunk.AsMemory(0, length);
    }

    private static bool IsWanted(byte[] line, DateTimeOffset? since) => since is null
        || !DateTimeOffset.TryParse(Encoding.ASCII.GetString(line, 0, Math.Max(0, Array.IndexOf(line, (byte)' '))), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        || at >= since;

    private static byte[] Shown(byte[] line, bool timestamps) => timestamps ? line : line[(Array.IndexOf(line, (byte)' ') + 1)..];
}
