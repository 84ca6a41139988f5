using System.Buffers;
using System.Net.Sockets;

namespace Sluice.Sandbox.Proxy;

/// <summary>Copies between two sockets until both directions have ended; the end of one direction is passed on as such.</summary>
internal static class SocketPair
{
    private const int BufferBytes = 32 << 10;

    /// <exception cref="SocketException">One side broke; both are to be closed.</exception>
    public static async Task JoinAsync(Socket a, Socket b, CancellationToken cancellationToken)
    {
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var there = CopyAsync(a, b, broken);
        var back = CopyAsync(b, a, broken);
        await Task.WhenAll(there, back).ConfigureAwait(false);
    }

    private static async Task CopyAsync(Socket from, Socket to, CancellationTokenSource broken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await from.ReceiveAsync(buffer, SocketFlags.None, broken.Token).ConfigureAwait(false) is > 0 and var count)
            {
                for (int sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), SocketFlags.None, broken.Token).ConfigureAwait(false);
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            await broken.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
