using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Sluice.Model.Redaction;

namespace Sluice.Model.Tests.Redaction;

public sealed class RedactorTests
{
    private const string Secret = "pa\"ss/wörd+1";

    [Fact]
    public void Clean_NoSecretsKnown_GivesTheSameText() => Assert.Equal("a b", new Redactor().Clean("a b"));

    [Theory]
    [InlineData(Secret)]
    [InlineData("cGEic3Mvd8O2cmQrMQ==")]
    [InlineData("pa%22ss%2Fw%C3%B6rd%2B1")]
    [InlineData("pa\\u0022ss/w\\u00F6rd\\u002B1")]
    public void Clean_SecretInAnySpelling_IsMasked(string spelling) =>
        Assert.Equal("password=***, twice ***", Knowing(Secret).Clean($"password={spelling}, twice {spelling}"));

    [Fact]
    public void Clean_SecretThatHoldsAnother_GoesAsAWhole() =>
        Assert.Equal("***", Knowing("hunter2", "hunter2-and-more").Clean("hunter2-and-more"));

    [Fact]
    public void Clean_OneLineOfASecretOfSeveral_IsMasked() =>
        Assert.Equal("key: ***", Knowing("-----BEGIN-----\nMIIEvQIBADANBg\n-----END-----").Clean("key: MIIEvQIBADANBg"));

    [Theory]
    [InlineData("")]
    [InlineData("r")]
    [InlineData("robin:")]
    [InlineData("ro")]
    public void Clean_SecretWithinTheBase64OfMore_IsUnreadable(string before)
    {
        var cleaned = Knowing("hunter2-and-more").Clean($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}hunter2-and-more:and so on"))}");

        Assert.Contains(Redactor.Mask, cleaned, StringComparison.Ordinal);
        Assert.DoesNotContain("50ZXIyLWFuZC1t", cleaned, StringComparison.Ordinal);
        Assert.DoesNotContain("dW50ZXIyLWFuZC", cleaned, StringComparison.Ordinal);
        Assert.DoesNotContain("bnRlcjItYW5kLW", cleaned, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(64)]
    public void Clean_Base64OverSeveralLines_IsMasked(int width)
    {
        var lines = Convert.ToBase64String(Encoding.UTF8.GetBytes("some text in front of hunter2-and-more and some text behind it")).Chunk(width).Select(line => $"    {new string(line)}\n");

        Assert.Equal("data:\n    ***\n-- end", Knowing("hunter2-and-more").Clean($"data:\n{string.Concat(lines)}-- end"));
    }

    [Fact]
    public void Clean_LinesOfOtherWords_StayReadable() =>
        Assert.Equal("checking\neverything\nready\n", Knowing("hunter2-and-more").Clean("checking\neverything\nready\n"));

    [Theory]
    [InlineData(64)]
    [InlineData(76)]
    public void Writer_Base64OverSeveralLines_IsMaskedLineByLine(int width)
    {
        var secret = string.Concat(Enumerable.Range(0, 40).Select(number => $"{number}-"));
        using var output = new StringWriter();
        using (var writer = new RedactingWriter(output, Knowing(secret)))
        {
            foreach (var line in Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).Chunk(width))
            {
                writer.WriteLine($"  {new string(line)}");
                writer.Flush();
            }
        }

        Assert.All(output.ToString().TrimEnd().Split('\n'), line => Assert.Equal("***", line.Trim()));
    }

    [Fact]
    public void Clean_ShorterThanASecret_StaysReadable() => Assert.Equal("port 80", Knowing("80").Clean("port 80"));

    [Fact]
    public void Writer_SecretInPieces_NeverComesOut()
    {
        var pieces = Gen.Choose(1, 5).ListOf(12).ToArbitrary();
        Prop.ForAll(pieces, lengths =>
        {
            using var output = new StringWriter();
            using (var writer = new RedactingWriter(output, Knowing(Secret, "hunter2")))
            {
                var text = $"one {Secret} two hunter2 three {Secret}{Secret}\nfour hunter2".AsSpan();
                foreach (var length in lengths)
                {
                    var count = Math.Min(length * 3, text.Length);
                    writer.Write(text[..count]);
                    writer.Flush();
                    text = text[count..];
                }

                writer.Write(text);
            }

            return output.ToString() == "one *** two *** three ******\nfour ***";
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Writer_Flushed_ShowsTheLineSoFar()
    {
        using var output = new StringWriter();
        using var writer = new RedactingWriter(output, Knowing("hunter2"));

        writer.Write("Continue? hun");
        writer.Flush();

        Assert.Equal("Continue? ", output.ToString());
    }

    private static Redactor Knowing(params string[] secrets)
    {
        var redactor = new Redactor();
        foreach (var secret in secrets)
        {
            redactor.Add(secret);
        }

        return redactor;
    }
}
