using System.Globalization;

namespace Sluice.Rollouts.Admission;

/// <summary>Times as refusals say them.</summary>
public static class AdmissionTexts
{
    /// <summary><c>2026-11-24 15:20 UTC</c>: unambiguous for readers in any zone.</summary>
    public static string Time(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
