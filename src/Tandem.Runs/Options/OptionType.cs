using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Tandem.Runs.Options;

/// <summary>What a value of an option looks like: one scalar or a list of them, and whether it may be absent.</summary>
/// <param name="Element">The scalar's type, without <see cref="Nullable{T}"/>.</param>
/// <param name="AllowsNull">Whether null is a value.</param>
/// <param name="List">The declared list type; null for a single scalar.</param>
[RequiresUnreferencedCode(OptionsBinder.Reflects)]
[RequiresDynamicCode(OptionsBinder.Reflects)]
internal sealed record OptionType(Type Element, bool AllowsNull, Type? List)
{
    public string Text => (List is null ? OptionScalar.TypeText(Element) : $"list of {OptionScalar.PluralText(Element)}")
        + (AllowsNull ? ", or null" : "");

    /// <summary>The type of an option; null for a nested record.</summary>
    /// <exception cref="InvalidOperationException">A property of a type that no option may have: a mistake in the program.</exception>
    public static OptionType? Of(PropertyInfo info)
    {
        var declared = info.PropertyType;
        if (declared == typeof(object) || OptionProperty.IsRecord(declared))
            return null;
        var element = ListElement(declared);
        var scalar = element ?? Nullable.GetUnderlyingType(declared) ?? declared;
        if (!OptionScalar.IsScalar(scalar))
            throw new InvalidOperationException(
                $"{info.DeclaringType}.{info.Name} cannot be an option, its type is {declared}: make it a number, bool, string, enum, list of those or record, or mark it [JsonIgnore]");
        return new OptionType(scalar, AllowsNullIn(info), element is null ? null : declared);
    }

    /// <summary>The elements of a value: itself for a scalar.</summary>
    public IEnumerable<object?> Elements(object? value) => value switch
    {
        _ when List is null => [value],
        null => [],
        _ when value.Equals(Activator.CreateInstance(ImmutableOf(Element))) => [], // an ImmutableArray nobody has filled
        _ => ((IEnumerable)value).Cast<object?>(),
    };

    /// <summary>A value of the declared list type.</summary>
    public object MakeList(IReadOnlyList<object> elements)
    {
        var array = Array.CreateInstance(Element, elements.Count);
        for (var i = 0; i < elements.Count; i++)
            array.SetValue(elements[i], i);
        return List == ImmutableOf(Element)
            ? typeof(ImmutableCollectionsMarshal).GetMethod(nameof(ImmutableCollectionsMarshal.AsImmutableArray))!
                .MakeGenericMethod(Element).Invoke(null, [array])!
            : array;
    }

    private static Type ImmutableOf(Type element) => typeof(ImmutableArray<>).MakeGenericType(element);

    private static Type? ListElement(Type declared)
    {
        if (declared.IsArray)
            return declared.GetElementType();
        if (!declared.IsGenericType)
            return null;
        var generic = declared.GetGenericTypeDefinition();
        return generic == typeof(IReadOnlyList<>) || generic == typeof(ImmutableArray<>) ? declared.GetGenericArguments()[0] : null;
    }

    private static bool AllowsNullIn(PropertyInfo info) => info.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(info.PropertyType) is not null
        : new NullabilityInfoContext().Create(info).WriteState == NullabilityState.Nullable;
}
