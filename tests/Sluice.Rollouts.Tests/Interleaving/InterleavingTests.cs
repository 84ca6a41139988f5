using Sluice.Rollouts.Machine;

namespace Sluice.Rollouts.Tests.Interleaving;

/// <summary>
/// Two processes want something of one environment, and messages are slow, processes sleep and die. Whatever the order, the rules hold and
/// the next command finds a state that it can go on from.
/// </summary>
public sealed class InterleavingTests
{
    public enum Second
    {
        NextRelease,
        SameRelease,
        RollsBack,
        RollsBackToOne,
        Aborts,
        Resumes,
        Sweeps,
        AsksForAbort,
        AsksForPromotion,
    }

    public static TheoryData<Second, bool> Stories()
    {
        var all = new TheoryData<Second, bool>();
        foreach (var second in Enum.GetValues<Second>())
        {
            all.Add(second, false);
            all.Add(second, true);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Stories))]
    public void AnyOrder_OfTwoProcesses_KeepsTheRules(Second second, bool isWorse)
    {
        var quiet = Play(new Schedule(0, 10, []), second, isWorse, out var length);
        Assert.True(quiet.Points.Values.Sum() > 60, $"only {quiet.Points.Values.Sum()} points");
        for (var seed = 0; seed < 60; seed++)
        {
            Judge(Schedule.Random(seed, quiet.Points, length), second, isWorse);
        }
    }

    [Theory]
    [InlineData(Second.Aborts)]
    [InlineData(Second.RollsBack)]
    [InlineData(Second.NextRelease)]
    public void AnySingleMishap_OfTheDriver_KeepsTheRules(Second second)
    {
        var quiet = Play(new Schedule(0, 200, []), second, isWorse: false, out _);
        for (var point = 1; point <= quiet.Points[Town.Driver]; point += 2)
        {
            // Odd ones are requests. One that outlives its process, and a process that wakes up when all is over.
            foreach (var kind in (MishapKind[])[MishapKind.Slow, MishapKind.Asleep])
            {
                Judge(new Schedule(0, second == Second.RollsBack ? 12 : 25, [new Mishap(Town.Driver, point, kind, Mishap.Late)]), second, isWorse: false);
            }
        }
    }

    [Fact]
    public void OvertakenRightBeforeItsRecordWasWritten_TheNextCommandIsNotBlockedByIt() =>
        Judge(new Schedule(0, 1, [new Mishap(Town.Driver, 23, MishapKind.Asleep, 4)]), Second.RollsBack, isWorse: true);

    private static void Judge(Schedule schedule, Second second, bool isWorse)
    {
        if (Failure(schedule, second, isWorse) is not { } failure)
        {
            return;
        }

        // The smallest one that fails tells most.
        while (schedule.Smaller().Select(one => (Schedule: one, Text: Failure(one, second, isWorse))).FirstOrDefault(one => one.Text is not null) is { Text: { } text } smaller)
        {
            (schedule, failure) = (smaller.Schedule, text);
        }

        Assert.Fail($"{second}, worse: {isWorse}, {schedule}\n{failure}");
    }

    private static string? Failure(Schedule schedule, Second second, bool isWorse)
    {
        try
        {
            var town = Play(schedule, second, isWorse, out _);
            string[] findings = [.. town.Findings()];
            return findings.Length == 0 ? null : $"{string.Join('\n', findings)}\n{town.Outcomes}\n{string.Join('\n', town.Log)}";
        }
        catch (InvalidOperationException problem)
        {
            return problem.ToString();
        }
    }

    private static Town Play(Schedule schedule, Second second, bool isWorse, out TimeSpan length)
    {
        var town = new Town(schedule, isWorse ? ("backend", 1) : null);
        town.Begin(Town.Driver, 0, process => town.DeployAsync(process, "2"));
        town.Begin(Town.Other, schedule.Offset, process => second switch
        {
            Second.NextRelease => town.DeployAsync(process, "3"),
            Second.SameRelease => town.DeployAsync(process, "2"),
            Second.RollsBack => town.RollBackAsync(process),
            Second.RollsBackToOne => town.RollBackAsync(process, "1.1.0"),
            Second.Aborts => town.GoOnAsync(process, RolloutSignal.Abort),
            Second.Resumes => town.GoOnAsync(process, RolloutSignal.Resume),
            Second.Sweeps => town.SweepAsync(process),
            Second.AsksForAbort => town.AskAsync(process, RolloutSignal.Abort),
            _ => town.AskAsync(process, RolloutSignal.PromoteFully),
        });
        length = town.Run();
        if (town.IsOpen)
        {
            town.Begin("last", 0, process => town.GoOnAsync(process, schedule.Seed % 2 == 0 ? RolloutSignal.Abort : RolloutSignal.Resume));
            town.Run();
        }

        town.Wake();
        if (town.IsOpen)
        {
            // Written by one that had been overtaken: the next command ends it.
            town.Begin("next", 0, process => town.GoOnAsync(process, RolloutSignal.Abort));
            town.Run();
        }

        return town;
    }
}
