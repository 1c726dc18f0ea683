namespace Tandem.Text;

/// <summary>
/// GPT-2's alphabet (Radford et al., "Language models are unsupervised multitask learners", 2019): each byte has a letter
/// that can be seen, so that a token of any bytes is a string without white space. A space is Ġ.
/// </summary>
internal static class ByteAlphabet
{
    private const int FirstSubstitute = 256;

    private static readonly char[] Letters = MakeLetters();
    private static readonly short[] Bytes = MakeBytes();

    /// <summary>All bytes in the order of their letters.</summary>
    public static byte[] Ordered { get; } = [.. Enumerable.Range(0, 256).Select(value => (byte)value).OrderBy(Letter)];

    public static char Letter(byte value) => Letters[value];

    /// <summary>The text whose letters stand for these bytes.</summary>
    public static string Spell(ReadOnlySpan<byte> bytes)
    {
        var letters = new char[bytes.Length];
        for (var i = 0; i < letters.Length; i++)
            letters[i] = Letters[bytes[i]];
        return new string(letters);
    }

    /// <summary>The bytes that a text's letters stand for; null where one is not of this alphabet.</summary>
    public static byte[]? Read(string letters)
    {
        var bytes = new byte[letters.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (letters[i] >= Bytes.Length || Bytes[letters[i]] < 0)
                return null;
            bytes[i] = (byte)Bytes[letters[i]];
        }

        return bytes;
    }

    private static bool IsVisible(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);

    private static char[] MakeLetters()
    {
        var letters = new char[256];
        var substitute = FirstSubstitute;
        for (var value = 0; value < letters.Length; value++)
            letters[value] = (char)(IsVisible(value) ? value : substitute++);
        return letters;
    }

    private static short[] MakeBytes()
    {
        var bytes = new short[Letters.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (var value = 0; value < Letters.Length; value++)
            bytes[Letters[value]] = (short)value;
        return bytes;
    }
}
