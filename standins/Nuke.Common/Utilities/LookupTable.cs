using System.Collections;

namespace Nuke.Common.Utilities.Collections;

/// <summary>Several values a key, in the order in which they came.</summary>
public class LookupTable<TKey, TValue> : ILookup<TKey, TValue>
{
    private readonly Dictionary<TKey, List<TValue>> _values;

    public LookupTable()
        : this(comparer: null)
    {
    }

    public LookupTable(IEqualityComparer<TKey> comparer)
    {
        _values = new Dictionary<TKey, List<TValue>>(comparer);
    }

    public int Count => _values.Count;

    /// <summary>Nothing for a key that has no values.</summary>
    public IEnumerable<TValue> this[TKey key]
    {
        get => _values.GetValueOrDefault(key) ?? [];
        set => _values[key] = value.ToList();
    }

    public void Add(TKey key, TValue value) => AddRange(key, [value]);

    public void AddRange(TKey key, IEnumerable<TValue> values)
    {
        if (!_values.TryGetValue(key, out var list))
        {
            _values[key] = list = [];
        }

        list.AddRange(values);
    }

    public void Clear() => _values.Clear();

    public bool Contains(TKey key) => _values.ContainsKey(key);

    public IEnumerator<IGrouping<TKey, TValue>> GetEnumerator() =>
        _values.SelectMany(x => x.Value.Select(y => (x.Key, Value: y))).GroupBy(x => x.Key, x => x.Value, _values.Comparer).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
