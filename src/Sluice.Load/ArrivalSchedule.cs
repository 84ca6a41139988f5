namespace Sluice.Load;

/// <summary>When requests are due. By the clock alone: a slow answer delays no later request, so that waiting users are not left out of the figures.</summary>
public sealed class ArrivalSchedule(LoadPlan plan)
{
    /// <summary>How many there are.</summary>
    public long Count { get; } = plan.Requests;

    /// <summary>The one with this number, from 0: evenly spread over the time, kinds evenly mixed.</summary>
    public Arrival this[long number] => new(number, DueAt(number), IsKept(number) ? ConnectionUse.KeptAlive : ConnectionUse.New);

    private TimeSpan DueAt(long number) => TimeSpan.FromTicks((long)(number / plan.Rate * TimeSpan.TicksPerSecond));

    // A kept one each time the running sum of shares passes a whole number.
    private bool IsKept(long number) => Math.Floor((number + 1) * plan.KeepAlive.Value) > Math.Floor(number * plan.KeepAlive.Value);
}

/// <summary>One request that is due.</summary>
/// <param name="Number">From 0.</param>
/// <param name="At">When, from the start.</param>
/// <param name="Use">On what connection.</param>
public readonly record struct Arrival(long Number, TimeSpan At, ConnectionUse Use);
