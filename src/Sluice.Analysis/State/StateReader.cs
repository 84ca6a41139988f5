using System.Buffers.Binary;
using System.Text;

namespace Sluice.Analysis.State;

/// <summary>Reads back what a <see cref="StateWriter"/> wrote.</summary>
internal sealed class StateReader(ReadOnlyMemory<byte> bytes) : IState
{
    private int _position;

    /// <summary>Everything was read, and there was enough of it.</summary>
    public bool IsComplete => !Failed && _position == bytes.Length;

    /// <summary>There was too little of it, or something that cannot be.</summary>
    public bool Failed { get; private set; }

    public void Double(ref double value) => value = BitConverter.Int64BitsToDouble(Long());

    public void Int(ref int value) => value = (int)Long();

    public void Time(ref TimeSpan value) => value = TimeSpan.FromTicks(Long());

    public void OptionalTime(ref TimeSpan? value)
    {
        var ticks = Long();
        value = ticks == long.MinValue ? null : TimeSpan.FromTicks(ticks);
    }

    public void Doubles(double[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BitConverter.Int64BitsToDouble(Long());
        }
    }

    public void Text(ref string? value)
    {
        var length = Long();
        if (length < 0)
        {
            value = null;
        }
        else if (length > bytes.Length - _position)
        {
            Failed = true;
        }
        else
        {
            value = Encoding.UTF8.GetString(bytes.Span.Slice(_position, (int)length));
            _position += (int)length;
        }
    }

    private long Long()
    {
        if (bytes.Length - _position < sizeof(long))
        {
            Failed = true;
            return 0;
        }

        var value = BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[_position..]);
        _position += sizeof(long);
        return value;
    }
}
