using System.Text.Json;

namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>One object in a bicycle's file, and what can be wrong with it.</summary>
internal sealed class BicycleNode
{
    private readonly JsonElement element;
    private readonly string path;

    /// <param name="element">The object.</param>
    /// <param name="path">Where it lies, such as <c>rearWheel</c>; empty for the whole file.</param>
    public BicycleNode(JsonElement element, string path)
    {
        (this.element, this.path) = (element, path);
        if (element.ValueKind != JsonValueKind.Object)
            throw new ArgumentException($"{(path.Length > 0 ? path : "the file")} is not an object: write {{ and }} around its keys");
    }

    /// <summary>Refuses what is not there to be given, or given twice; names the right key where one is near.</summary>
    public void CheckKeys(params string[] known)
    {
        var seen = new HashSet<string>();
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
                throw new ArgumentException(Unknown(property.Name, known));
            if (!seen.Add(property.Name))
                throw new ArgumentException($"{PathOf(property.Name)} is given twice: give it once");
        }
    }

    public bool Has(string key) => element.TryGetProperty(key, out _);

    public string Text(string key) => !element.TryGetProperty(key, out var value) ? ""
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : throw new ArgumentException($"{PathOf(key)} is {value.GetRawText()}: give text in quotes");

    public double Number(string key)
    {
        var value = Required(key);
        return value.ValueKind == JsonValueKind.Number && double.IsFinite(value.GetDouble()) ? value.GetDouble()
            : throw new ArgumentException($"{PathOf(key)} is {value.GetRawText()}: give a finite number");
    }

    public BicycleNode Part(string key) => new(Required(key), PathOf(key));

    /// <summary>What is made of this object; a complaint about one of its numbers says whose it is.</summary>
    public T Named<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException fault) when (!fault.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new ArgumentException($"{path}: {fault.Message}", fault);
        }
    }

    private JsonElement Required(string key) => element.TryGetProperty(key, out var value) ? value
        : throw new ArgumentException($"{PathOf(key)} is missing: give it");

    private string Unknown(string key, string[] known)
    {
        var quantity = key.Split('_')[0];
        return Array.Find(known, right => right.Split('_')[0] == quantity) is { } sameQuantity
            ? $"{PathOf(key)} is in a unit that is not known: bicycles are in SI units, give {sameQuantity}"
            : EditDistance.Nearest(key, known) is { } nearest ? $"there is no {PathOf(key)}: did you mean {nearest}?"
            : $"there is no {PathOf(key)}: give {string.Join(", ", known)}";
    }

    private string PathOf(string key) => path.Length > 0 ? $"{path}.{key}" : key;
}
