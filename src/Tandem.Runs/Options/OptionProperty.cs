using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tandem.Runs.Options;

/// <summary>One settable property of an options record.</summary>
/// <param name="Info">The property, settable at least by <c>init</c>.</param>
/// <param name="Name">Its name in camelCase.</param>
[RequiresUnreferencedCode(OptionsBinder.Reflects)]
[RequiresDynamicCode(OptionsBinder.Reflects)]
internal sealed record OptionProperty(PropertyInfo Info, string Name)
{
    private const string CloneMethod = "<Clone>$"; // what the compiler calls a record's `with`

    /// <summary>What a value of it looks like; null where it holds a nested record (or, now, nothing of a declared <c>object</c>).</summary>
    public OptionType? Type { get; } = OptionType.Of(Info);

    /// <summary>The options of a record, in the order in which they are declared.</summary>
    public static IReadOnlyList<OptionProperty> Of(object record) =>
    [
        .. record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(info => info.SetMethod is { IsPublic: true } && info.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .Select(info => new OptionProperty(info, JsonNamingPolicy.CamelCase.ConvertName(info.Name))),
    ];

    public static bool IsRecord(Type type) => type.GetMethod(CloneMethod) is not null;

    public static object Copy(object record) => record.GetType().GetMethod(CloneMethod)!.Invoke(record, null)!;

    public object? Get(object record) => Info.GetValue(record);

    /// <summary>Sets the property of a fresh clone; what its setter refuses is refused with the path.</summary>
    public void Assign(object clone, object? value, string path, string? place)
    {
        try
        {
            Info.SetValue(clone, value);
        }
        catch (TargetInvocationException refusal) when (refusal.InnerException is ArgumentException reason)
        {
            throw new OptionsException(path, reason.Message, place, reason);
        }
    }
}
