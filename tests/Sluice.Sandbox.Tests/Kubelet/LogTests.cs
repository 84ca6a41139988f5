using System.Text;
using Sluice.Sandbox.Api;
using Sluice.Sandbox.Kubelet.Logs;
using Sluice.Sandbox.Tests.Controllers;

namespace Sluice.Sandbox.Tests.Kubelet;

public sealed class LogTests : IDisposable
{
    private static readonly PodLogRequest All = new("n", "p", "c");
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-log").FullName;
    private readonly ManualTime _time = new();

    private string LogPath => Path.Combine(_folder, "0.log");

    [Fact]
    public async Task Read_TailSinceAndLimit_GiveThatPart()
    {
        using var log = new ContainerLog(LogPath, _time);
        await WriteAsync(log, "one\ntwo\n");
        _time.Move(TimeSpan.FromSeconds(5));
        var since = _time.GetUtcNow();
        await WriteAsync(log, "three\nfour");

        Assert.Equal("one\ntwo\nthree\nfour\n", await ReadAsync(All));
        Assert.Equal("four\n", await ReadAsync(All with { TailLines = 1 }));
        Assert.Equal("", await ReadAsync(All with { TailLines = 0 }));
        Assert.Equal("three\nfour\n", await ReadAsync(All with { Since = since }));
        Assert.Equal("one\ntw", await ReadAsync(All with { LimitBytes = 6 }));
        Assert.Equal("2030-01-01T00:00:05.000000000Z four\n", await ReadAsync(All with { TailLines = 1, Timestamps = true }));
    }

    [Fact]
    public async Task Read_BeyondTheLimitOfTheFile_KeepsTheNewestLinesInTwoFiles()
    {
        using var log = new ContainerLog(LogPath, _time, limit: 1000);
        for (int i = 0; i < 200; i++)
        {
            await WriteAsync(log, $"line {i}\n");
        }

        string text = await ReadAsync(All);
        Assert.EndsWith("line 198\nline 199\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("line 1\n", text, StringComparison.Ordinal);
        Assert.InRange(Directory.EnumerateFiles(_folder).Sum(f => new FileInfo(f).Length), 1000, 2000);
    }

    [Fact]
    public async Task Follow_LinesAndAnewBegunFile_ComeUntilTheEnd()
    {
        using var log = new ContainerLog(LogPath, TimeProvider.System, limit: 2000);
        await WriteAsync(log, "first\n");
        bool isEnded = false;
        var reading = ReadAsync(All with { Follow = true }, () => isEnded);
        for (int i = 0; i < 100; i++)
        {
            await WriteAsync(log, $"line {i}\n");
            await Task.Delay(i % 10 == 0 ? 120 : 0);
        }

        isEnded = true;

        string text = await reading.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"line {i}").Prepend("first"), text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task WriteAsync(ContainerLog log, string text) => log.PumpAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), CancellationToken.None);

    private async Task<string> ReadAsync(PodLogRequest request, Func<bool>? isEnded = null)
    {
        var text = new StringBuilder();
        await foreach (var chunk in LogReader.ReadAsync(LogPath, request, isEnded ?? (() => true), TimeProvider.System, CancellationToken.None))
        {
            text.Append(Encoding.UTF8.GetString(chunk.Span));
        }

        return text.ToString();
    }
}
