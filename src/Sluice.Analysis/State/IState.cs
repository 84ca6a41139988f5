namespace Sluice.Analysis.State;

/// <summary>Goes over everything that a gate has learnt, to write it down or to read it back: one list of fields serves both.</summary>
internal interface IState
{
    void Doubles(double[] values);

    void Double(ref double value);

    void Int(ref int value);

    void Time(ref TimeSpan value);

    void OptionalTime(ref TimeSpan? value);

    void Text(ref string? value);
}
