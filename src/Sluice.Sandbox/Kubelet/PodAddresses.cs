using System.Net;
using Sluice.Sandbox.Hosting;

namespace Sluice.Sandbox.Kubelet;

/// <summary>Hands out pod addresses round the whole block, so that one is not used again soon. Thread-safe.</summary>
internal sealed class PodAddresses(AddressBlock block)
{
    /// <summary>Offset 1 is the control address.</summary>
    private const int First = 2;
    private const int Last = AddressBlock.Size - 2;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _taken = [];
    private int _next = First;

    /// <summary>Takes the wished address if it is one of ours and free, else the next; <see langword="null"/> when none is free.</summary>
    public string? Take(string? wish)
    {
        lock (_lock)
        {
            if (wish is not null && IsOurs(wish, out int offset) && _taken.Add(wish))
            {
                _next = Math.Max(_next, offset + 1);
                return wish;
            }

            for (int i = 0; i <= Last - First; i++)
            {
                string address = block.Pod(_next > Last ? _next = First : _next).ToString();
                _next++;
                if (_taken.Add(address))
                {
                    return address;
                }
            }

            return null;
        }
    }

    public void Return(string address)
    {
        lock (_lock)
        {
            _taken.Remove(address);
        }
    }

    private bool IsOurs(string address, out int offset)
    {
        offset = 0;
        if (!IPAddress.TryParse(address, out var parsed) || parsed.GetAddressBytes() is not [127, 77, var high, var low])
        {
            return false;
        }

        offset = ((high - (block.Index * 16)) << 8) + low;
        return offset is >= First and <= Last;
    }
}
