using Tandem.Learning.Transformers;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

public sealed class BFloat16RowsTests
{
    [Fact]
    public void Numbers_become_the_nearest_as_in_libtorch_and_what_is_none_stays_none()
    {
        float[] numbers =
        [
            0, -0f, 1, 1.00390625f, 1.01171875f, -3.14159274f, 1e-40f, 3.38e38f, float.MaxValue, float.NegativeInfinity, float.Epsilon, 65_504,
            float.NaN, BitConverter.UInt32BitsToSingle(0x7FFFFFFF), BitConverter.UInt32BitsToSingle(0xFFFFFFFF), BitConverter.UInt32BitsToSingle(0x7F800001),
        ];
        var bits = new ushort[numbers.Length];
        var back = new float[numbers.Length];

        BFloat16Rows.Narrow(numbers, bits);
        BFloat16Rows.Widen(bits, back);

        using var scope = NewDisposeScope();
        Assert.Equal(tensor(numbers[..12]).to(ScalarType.BFloat16).to(ScalarType.Float32).data<float>().ToArray(), back[..12]);
        Assert.All(back[12..], number => Assert.Equal(float.NaN, number));
    }
}
