using Sluice.Analysis;
using Sluice.Metrics.Replays;

namespace Sluice.Metrics.Tests.Replays;

public sealed class RecordingFileTests
{
    private const string Header = "t,nc,nb,ec,eb";

    [Fact]
    public void Parse_Counts_AreIncrementsByArm()
    {
        var recording = Read($"{Header}\n5,10,90,1,2\n10,20,180,0,3\n");

        Assert.Equal([5.0, 10.0], recording.Rows.Select(row => row.Seconds));
        Assert.Equal(new Arms(new Counts(10, 1), new Counts(90, 2)), recording.Rows[0].Errors);
        Assert.False(recording.HasLatency);
        Assert.Equal(10, recording.CandidateShare);
    }

    [Fact]
    public void Parse_Buckets_AreCumulativeOverBoundsInAnyOrderOfColumns()
    {
        var latency = Read("lat_c_1,t,nb,nc,eb,ec,lat_b_+Inf,lat_b_0.1,lat_b_1,lat_c_+Inf,lat_c_0.1\n9,5,90,10,0,0,91,70,80,11,4\n").Rows[0].Latency!.Value;

        Assert.Equal([0.1, 1], latency.Bounds.ToArray());
        Assert.Equal([4, 9], latency.Candidate.Cumulative.ToArray());
        Assert.Equal((11, 91), (latency.Candidate.Requests, latency.Baseline.Requests));
    }

    [Fact]
    public void Parse_BucketsWithoutInfinity_CountAgainstAllRequests()
    {
        var latency = Read($"{Header},lat_c_0.5,lat_b_0.5\n5,10,90,0,0,7,80\n").Rows[0].Latency!.Value;

        Assert.Equal(new Counts(10, 3), latency.Candidate.SlowerThan(0));
    }

    [Theory]
    [InlineData("\uFEFFt,nc,nb,ec,eb\r\n5,10,90,1,2\r\n\r\n")]
    [InlineData("\"t\",\"nc\",\"nb\",\"ec\",\"eb\"\n5, 10 , 9e1,1.0,2")]
    public void Parse_OtherPrograms_WriteTheSameDifferently(string text) =>
        Assert.Equal(new Arms(new Counts(10, 1), new Counts(90, 2)), Read(text).Rows[0].Errors);

    [Theory]
    [InlineData("5,-1,90,0,0", "r.csv:2:3: nc: -1 is negative. Allowed: increments since the row before, 0 or more.")]
    [InlineData("-5,1,90,0,0", "r.csv:2:1: t: -5 is negative. Allowed: seconds, 0 or more.")]
    [InlineData("5,10,90,11,0", "r.csv:2:1: ec: 11 bad requests are more than all of them, 10 in nc. Allowed: ec from 0 to nc.")]
    [InlineData("5,10,90,1,91", "r.csv:2:1: eb: 91 bad requests are more than all of them, 90 in nb. Allowed: eb from 0 to nb.")]
    [InlineData("5,10,90,1", "r.csv:2:1: it has 4 values, and the header names 5 columns. Allowed: a number for every column.")]
    [InlineData("5,10,90,1,2,3", "r.csv:2:1: it has 6 values, and the header names 5 columns. Allowed: a number for every column.")]
    [InlineData("5,ten,90,1,2", "r.csv:2:3: nc: 'ten' is not a number. Allowed: a number with a point, such as 12 or 0.5.")]
    [InlineData("5,10,,1,2", "r.csv:2:6: nb: the value is missing. Allowed: a number with a point, such as 12 or 0.5.")]
    [InlineData("5,NaN,90,1,2", "r.csv:2:3: nc: 'NaN' is not a number. Allowed: a number with a point, such as 12 or 0.5.")]
    [InlineData("5,1e999,90,1,2", "r.csv:2:3: nc: '1e999' is not a number. Allowed: a number with a point, such as 12 or 0.5.")]
    public void Parse_WrongValue_IsToldWithLineAndReason(string line, string error) => Assert.Equal([error], Errors($"{Header}\n{line}\n"));

    [Theory]
    [InlineData("5")]
    [InlineData("4")]
    public void Parse_TimeThatDoesNotRise_IsRefused(string second) =>
        Assert.Equal([$"r.csv:3:1: t: {second} is not after the row before, 5. Allowed: seconds, rising from row to row."], Errors($"{Header}\n5,1,1,0,0\n{second},1,1,0,0\n9,1,1,0,0\n"));

    [Theory]
    [InlineData("t,nc,nb,ec", "the column 'eb' is missing")]
    [InlineData("t,nc,nb,ec,eb,foo", "the column 'foo' is not known")]
    [InlineData("t,nc,nb,ec,eb,nb", "the column 'nb' is there twice")]
    [InlineData("t,nc,nb,ec,eb,lat_c_0.1", "the bound 0.1 is there as lat_c_0.1 and not as lat_b_0.1: both arms need the same bounds")]
    [InlineData("t,nc,nb,ec,eb,lat_c_0.1,lat_b_0.1,lat_b_+Inf", "the bound +Inf is there as lat_b_+Inf and not as lat_c_+Inf: both arms need the same bounds")]
    [InlineData("t,nc,nb,ec,eb,lat_c_0.1,lat_c_0.10,lat_b_0.1", "the bound of 'lat_c_0.10' is there twice")]
    [InlineData("t,nc,nb,ec,eb,lat_c_x,lat_b_0", "the column 'lat_c_x' names no bound")]
    public void Parse_WrongHeader_IsRefused(string header, string problem) =>
        Assert.Contains(Errors($"{header}\n"), error => error.StartsWith("r.csv:1:", StringComparison.Ordinal) && error.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void Parse_SlipInAColumn_NamesTheOneThatWasMeant() => Assert.Contains("Did you mean 'nb'?", Errors("t,nc,nbb,ec,eb\n")[0], StringComparison.Ordinal);

    [Fact]
    public void Parse_Semicolons_SayThatCommasAreWanted() => Assert.Contains("not separated by commas", Errors("t;nc;nb;ec;eb\n1;2;3;4;5\n")[0], StringComparison.Ordinal);

    [Theory]
    [InlineData("9,8", "lat_c_1: 8 is less than 9 in lat_c_0.1.")]
    [InlineData("9,11", "lat_c_1: 11 is more than all requests of the row, 10.")]
    public void Parse_BucketsThatCannotBe_AreRefused(string buckets, string problem) =>
        Assert.Contains(problem, Assert.Single(Errors($"{Header},lat_c_0.1,lat_c_1,lat_b_0.1,lat_b_1\n5,10,90,0,0,{buckets},1,1\n")), StringComparison.Ordinal);

    [Fact]
    public void Parse_SeveralMistakes_AreAllTold() => Assert.Equal(3, Errors($"{Header}\n5,-1,x,0,0\n6,1,1,2,0\n").Count);

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData(Header + "\n\n", "there is no line after the header")]
    public void Parse_Nothing_IsRefused(string text, string problem) => Assert.Contains(problem, Assert.Single(Errors(text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("0", "5", 0)]
    [InlineData("5", "10", 0)]
    [InlineData("60", "65", 0)]
    [InlineData("1800", "1805", 1795)]
    [InlineData("1700000000", "1700000005", 1699999995)]
    public void Begin_OfARecording_IsItsFirstMomentByItsOwnClock(string first, string second, double begin) =>
        Assert.Equal(begin, Read($"{Header}\n{first},1,1,0,0\n{second},1,1,0,0\n").Begin);

    private static Recording Read(string text)
    {
        var (recording, errors) = RecordingFile.Parse(text, "r.csv");
        Assert.Empty(errors);
        return recording!;
    }

    private static IReadOnlyList<string> Errors(string text)
    {
        var (recording, errors) = RecordingFile.Parse(text, "r.csv");
        Assert.Null(recording);
        return [.. errors.Select(error => error.ToString())];
    }
}
