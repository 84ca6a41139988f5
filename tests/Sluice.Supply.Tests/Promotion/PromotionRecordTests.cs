using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sluice.Supply.Promotion;

namespace Sluice.Supply.Tests.Promotion;

public class PromotionRecordTests
{
    [Fact]
    public void TryRead_WrittenRecord_ComesBack()
    {
        var record = Sets.Record();

        Assert.True(PromotionRecord.TryRead(record.ToDocument().Bytes.Span, out var read, out _));

        Assert.True(read.SaysTheSameAs(record));
        Assert.Equal((record.RecordedAt, record.By, record.Sluice), (read.RecordedAt, read.By, read.Sluice));
        Assert.NotEqual("unknown", read.Sluice);
    }

    [Fact]
    public void ToDocument_Record_IsTheAgreedText() => Assert.Equal(
        """{"schema":1,"application":"pcbench","environment":"beta","version":"1.5.0-beta2","commit":"1111111111111111111111111111111111111111","renderedHash":"0123456789abcdef","outcome":"succeeded","images":[{"service":"backend","digest":"sha256:"""
            + $"{Sets.Image("backend").Digest.Hex}\"}},{{\"service\":\"frontend\",\"digest\":\"{Sets.Image("frontend").Digest}\"}}],\"recordedAt\":\"2026-03-01T12:00:00+00:00\",\"by\":\"Ada\",\"sluice\":\"{PromotionRecord.OwnVersion}\"}}",
        Encoding.UTF8.GetString(Sets.Record().ToDocument().Bytes.Span));

    [Fact]
    public void TryRead_AnyByteChanged_NeverSaysSomethingThatWasNotWritten()
    {
        var bytes = Sets.Record().ToDocument().Bytes.ToArray();
        Prop.ForAll(
            Arb.From(Gen.Choose(0, bytes.Length - 1).Zip(Gen.Choose(1, 255))),
            change =>
            {
                var other = bytes.ToArray();
                other[change.Item1] ^= (byte)change.Item2;
                return !PromotionRecord.TryRead(other, out var read, out var error) ? error.Length > 0 : read.ToDocument().Bytes.Span.SequenceEqual(other);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void TryRead_RecordThatIsNone_SaysWhy()
    {
        var record = Sets.Record();
        (PromotionRecord Record, string Why)[] wrong =
        [
            (record with { Schema = 2 }, "schema 2"),
            (record with { Version = "1.5" }, "not a version"),
            (record with { Version = "v1.5.0" }, "not a version"),
            (record with { Commit = "" }, "no commit"),
            (record with { Images = [] }, "no image"),
            (record with { Images = [Sets.Image("backend"), Sets.Image("backend", "2")] }, "twice"),
            (record with { By = new string('x', PromotionRecord.LargestDocument) }, "at most"),
        ];

        foreach (var (written, why) in wrong)
        {
            Assert.False(PromotionRecord.TryRead(written.ToDocument().Bytes.Span, out _, out var error));
            Assert.Contains(why, error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("sluice-release-1.5.0-beta2", "1.5.0-beta2")]
    [InlineData("sluice-release-1.5.0", "1.5.0")]
    [InlineData("sluice-release-v1.5.0", null)]
    [InlineData("sluice-release-", null)]
    [InlineData("sluice-commit-1.5.0", null)]
    [InlineData("1.5.0", null)]
    public void IsRelease_Tag_OnlyWhatWasWrittenForAVersion(string tag, string? version)
    {
        Assert.Equal(version is not null, ReleaseNames.IsRelease(tag, out var read));
        Assert.Equal(version, read?.ToString());
    }
}
