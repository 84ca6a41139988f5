using System.ComponentModel;
using System.Globalization;

namespace Nuke.Common.CI;

/// <summary>One of several runs that share a target's work: the second of three is <c>2/3</c>.</summary>
[TypeConverter(typeof(TypeConverter))]
public class Partition
{
    public Partition()
    {
    }

    /// <summary>Everything in one run.</summary>
    public static Partition Single { get; } = new() { Part = 1, Total = 1 };

    /// <summary>Counted from 1.</summary>
    public int Part { get; set; }

    public int Total { get; set; }

    public bool IsIn(int part) => Total == 1 || Part == part;

    /// <summary>This run's share: every <see cref="Total"/>-th element.</summary>
    public IEnumerable<T> GetCurrent<T>(IEnumerable<T> enumerable) => enumerable.Where((_, index) => index % Total == Part - 1);

    public override string ToString() => $"{Part}/{Total}";

    /// <summary>Reads <c>2/3</c>.</summary>
    public class TypeConverter : System.ComponentModel.TypeConverter
    {
        public TypeConverter()
        {
        }

        public override bool CanConvertFrom(ITypeDescriptorContext context, Type sourceType) =>
            sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

        public override object ConvertFrom(ITypeDescriptorContext context, CultureInfo culture, object value)
        {
            if (value is not string text)
            {
                return base.ConvertFrom(context, culture, value);
            }

            var numbers = text.Split('/').Select(x => int.TryParse(x, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToList();
            return numbers is [var part and > 0, var total] && part <= total
                ? new Partition { Part = part, Total = total }
                : throw new FormatException("is not of the form part/total, like 2/3");
        }
    }
}
