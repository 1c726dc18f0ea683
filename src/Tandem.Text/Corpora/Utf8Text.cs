using System.Text;

namespace Tandem.Text;

/// <summary>What can be said of valid UTF-8 without making a string of it.</summary>
internal static class Utf8Text
{
    /// <summary>Whether there is nothing but white space.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var consumed);
            if (!Rune.IsWhiteSpace(rune))
                return false;

            text = text[consumed..];
        }

        return true;
    }

    /// <summary>How many code points: every byte but those that continue one.</summary>
    public static int Characters(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var one in text)
            count += (one & 0xC0) == 0x80 ? 0 : 1;

        return count;
    }
}
