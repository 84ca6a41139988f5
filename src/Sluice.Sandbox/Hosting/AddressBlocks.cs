using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Sandbox.Hosting;

/// <summary>
/// Chooses the sandbox's addresses: the block it had before, else one that nobody uses. The search begins at a place that
/// depends on the sandbox's folder, so that a new sandbox seldom takes the block of one that is merely stopped.
/// </summary>
internal static class AddressBlocks
{
    private static readonly int[] Ports = [AddressBlock.ApiPort, AddressBlock.RegistryPort, AddressBlock.IngressPort, AddressBlock.CountersPort];

    /// <exception cref="SandboxStartException">The remembered block's ports are taken, or there is no free block.</exception>
    public static AddressBlock Choose(SandboxFiles files)
    {
        if (Remembered(files) is { } block)
        {
            return Taken(block) is not { } port
                ? block
                : throw new SandboxStartException(
                    $"{block.ControlAddress}:{port} is in use by {PortHolder.Describe(block.ControlAddress, port)}; this sandbox listened there before. "
                    + "End that process and try again, or give up this sandbox's state and addresses: ./build.sh SandboxReset");
        }

        int first = SHA256.HashData(Encoding.UTF8.GetBytes(files.Home))[0] % AddressBlock.Count;
        var free = Enumerable.Range(first, AddressBlock.Count).Select(k => new AddressBlock(k % AddressBlock.Count)).FirstOrDefault(b => Taken(b) is null)
            ?? throw new SandboxStartException(
                $"all {AddressBlock.Count} address blocks (127.77.0.1 to 127.77.240.1, ports {string.Join(", ", Ports)}) are in use; end another sandbox in its repository: ./build.sh SandboxDown");
        SandboxFiles.WriteWhole(files.AddressBlock, free.Index.ToString(CultureInfo.InvariantCulture));
        return free;
    }

    private static AddressBlock? Remembered(SandboxFiles files)
    {
        if (!File.Exists(files.AddressBlock))
        {
            return null;
        }

        string text = File.ReadAllText(files.AddressBlock).Trim();
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < AddressBlock.Count
            ? new AddressBlock(index)
            : throw new SandboxStartException($"{files.AddressBlock}: \"{text}\" is not an address block (0 to {AddressBlock.Count - 1}); start afresh with ./build.sh SandboxReset");
    }

    private static int? Taken(AddressBlock block)
    {
        foreach (int port in Ports)
        {
            if (!IsFree(block.ControlAddress, port))
            {
                return port;
            }
        }

        return null;
    }

    private static bool IsFree(IPAddress address, int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
