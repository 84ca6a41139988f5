using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace Nuke.Common.Tooling;

/// <summary>A closed list of texts, each a static field of the deriving class.</summary>
public abstract class Enumeration
{
    protected Enumeration()
    {
    }

    protected string Value { get; set; }

    public static implicit operator string(Enumeration value) => value?.Value;

    public static bool operator ==(Enumeration a, Enumeration b) => a is null ? b is null : a.Equals((object)b);

    public static bool operator !=(Enumeration a, Enumeration b) => !(a == b);

    protected bool Equals(Enumeration other) => Value == other.Value;

    public override bool Equals(object obj) => obj is Enumeration other && other.GetType() == GetType() && Equals(other);

    public override int GetHashCode() => Value?.GetHashCode(StringComparison.Ordinal) ?? 0;

    public override string ToString() => Value;

    /// <summary>Finds the field of <typeparamref name="T"/> by its text, whatever the case.</summary>
    public class TypeConverter<T> : TypeConverter
        where T : Enumeration
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

            var known = typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static)
                .Where(x => x.FieldType == typeof(T))
                .Select(x => (T)x.GetValue(null))
                .ToList();
            return known.FirstOrDefault(x => string.Equals(x.Value, text, StringComparison.OrdinalIgnoreCase))
                ?? throw new FormatException($"is none of {string.Join(", ", known)}");
        }
    }
}
