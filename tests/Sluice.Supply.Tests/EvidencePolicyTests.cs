using FsCheck;
using FsCheck.Fluent;
using Sluice.Oci;
using Sluice.Supply.Evidence;
using Sluice.Supply.Scanning;

namespace Sluice.Supply.Tests;

public sealed class EvidencePolicyTests
{
    private static readonly Digest Image = Digest.Compute("image"u8);
    private static readonly Digest Other = Digest.Compute("other"u8);

    private static ScanEvidence Good { get; } = ScanEvidence.From(new ScanReport(Image, [], 12, 0), new FixedTime(FixedTime.Start));

    public static TheoryData<string, ScanEvidence> Bad => new()
    {
        { "the recorded scan is of", Good with { Subject = Other } },
        { "the recorded scan is of", Good with { Subject = default } },
        { "failed", Good with { Verdict = ScanVerdict.Failed, Failures = 2 } },
        { "failed", Good with { Verdict = ScanVerdict.Failed } },
        { "failed", Good with { Verdict = (ScanVerdict)7 } },
        { "names 1 failure", Good with { Failures = 1 } },
        { "names -1 failure", Good with { Failures = -1 } },
        { "schema 2", Good with { Schema = 2 } },
        { "schema 0", Good with { Schema = 0 } },
        { "other rules", Good with { Rules = Other } },
        { "other rules", Good with { Scanner = "0" } },
        { "examined nothing", Good with { FilesExamined = 0 } },
        { "examined nothing", Good with { Warnings = -1 } },
    };

    [Fact]
    public void Check_EvidenceOfThisImageThatPassed_IsAccepted()
        => Assert.Equal(new EvidenceDecision.Accepted(Good), EvidencePolicy.Check(Image, Found(Good)));

    [Theory]
    [MemberData(nameof(Bad))]
    public void Check_EvidenceWithAFlaw_IsRefusedWithTheReasonAndTheNextCommand(string reason, ScanEvidence evidence)
    {
        var refused = Assert.IsType<EvidenceDecision.Refused>(EvidencePolicy.Check(Image, Found(evidence)));

        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
        Assert.Contains(Image.ToString(), refused.Reason, StringComparison.Ordinal);
        Assert.Equal("./build.sh Scan", refused.NextCommand);
    }

    [Fact]
    public void Check_NoUsableEvidence_IsRefused()
    {
        EvidenceLookup[] lookups = [new EvidenceLookup.None(), new EvidenceLookup.Invalid("it is damaged"), new EvidenceLookup.Unreachable("No connection."), new Unknown()];

        Assert.All(lookups, lookup => Assert.IsType<EvidenceDecision.Refused>(EvidencePolicy.Check(Image, lookup)));
        Assert.IsType<EvidenceDecision.Refused>(EvidencePolicy.Check(default, Found(Good with { Subject = default })));
    }

    [Fact]
    public void TryRead_WhatToDocumentWrote_IsTheSame()
    {
        Assert.True(ScanEvidence.TryRead(Good.ToDocument().Bytes.Span, out var read, out _));
        Assert.Equal(Good, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"schema\":1}")]
    public void TryRead_AnotherDocument_IsRefused(string text)
        => Assert.False(ScanEvidence.TryRead(System.Text.Encoding.UTF8.GetBytes(text), out _, out _));

    [Theory]
    [InlineData("{\"schema\":1,", "{\"schema\":1,\"note\":\"x\",")]
    [InlineData("{\"schema\":1,", "{\"schema\":1,\"schema\":1,")]
    [InlineData("{\"schema\":1,", "{ \"schema\":1,")]
    [InlineData("\"verdict\":\"passed\",", "")]
    [InlineData("\"passed\"", "\"Passed\"")]
    [InlineData("\"passed\"", "1")]
    public void TryRead_NotAsSluiceWritesIt_IsRefused(string part, string replacement)
    {
        var text = System.Text.Encoding.UTF8.GetString(Good.ToDocument().Bytes.Span);
        Assert.Contains(part, text, StringComparison.Ordinal);

        Assert.False(ScanEvidence.TryRead(System.Text.Encoding.UTF8.GetBytes(text.Replace(part, replacement, StringComparison.Ordinal)), out _, out _));
    }

    [Fact]
    public void Read_AnyByteChanged_NeverPasses()
    {
        var document = Good.ToDocument();
        var changes = from at in Gen.Choose(0, document.Bytes.Length - 1) from mask in Gen.Choose(1, 255) select (at, mask);

        Prop.ForAll(changes.ToArbitrary(), change =>
        {
            var bytes = document.Bytes.ToArray();
            bytes[change.at] ^= (byte)change.mask;
            return EvidenceArtifact.Read(document.Descriptor, bytes, Image).Evidence is null;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Check_AnyCombinationOfFields_IsAcceptedOnlyWhenEveryOneIsRight()
    {
        var evidences =
            from schema in Gen.Elements(1, 0, 2)
            from subject in Gen.Elements(Image, Other)
            from rules in Gen.Elements(ScanRules.Hash, Other)
            from scanner in Gen.Elements(ImageScanner.Version, "x")
            from verdict in Gen.Elements(ScanVerdict.Passed, ScanVerdict.Failed)
            from failures in Gen.Elements(0, 1)
            from files in Gen.Elements(3, 0)
            select Good with { Schema = schema, Subject = subject, Rules = rules, Scanner = scanner, Verdict = verdict, Failures = failures, FilesExamined = files };

        Prop.ForAll(evidences.ToArbitrary(), evidence =>
            EvidencePolicy.Check(Image, Found(evidence)) is EvidenceDecision.Accepted == (evidence == (Good with { FilesExamined = 3 })))
            .QuickCheckThrowOnFailure();
    }

    private static EvidenceLookup.Found Found(ScanEvidence evidence) => new(evidence, Good.ToDocument().Descriptor);

    private sealed record Unknown : EvidenceLookup;
}
