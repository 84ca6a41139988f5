using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Sluice.Analysis.State;

/// <summary>Writes a state down: numbers in little-endian order, nothing else.</summary>
internal sealed class StateWriter : IState
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public void Double(ref double value) => Long(BitConverter.DoubleToInt64Bits(value));

    public void Int(ref int value) => Long(value);

    public void Time(ref TimeSpan value) => Long(value.Ticks);

    public void OptionalTime(ref TimeSpan? value) => Long(value?.Ticks ?? long.MinValue);

    public void Doubles(double[] values)
    {
        foreach (var value in values)
        {
            Long(BitConverter.DoubleToInt64Bits(value));
        }
    }

    public void Text(ref string? value)
    {
        var bytes = Encoding.UTF8.GetBytes(value ?? "");
        Long(value is null ? -1 : bytes.Length);
        _bytes.Write(bytes);
    }

    private void Long(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _bytes.Write(bytes);
    }
}
