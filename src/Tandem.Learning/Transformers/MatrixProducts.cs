using Tandem.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

/// <summary>Decides in which number format a model multiplies, and multiplies.</summary>
internal sealed class MatrixProducts
{
    /// <summary>Below this width conversions cost more than bfloat16 saves.</summary>
    private const int LeastWidthForBFloat16 = 128;

    private readonly ScalarType whileTraining;
    private readonly ScalarType whileActing;

    private MatrixProducts(ScalarType whileTraining, ScalarType whileActing) =>
        (this.whileTraining, this.whileActing) = (whileTraining, whileActing);

    /// <param name="precision">What was asked for.</param>
    /// <param name="width">The model's width.</param>
    public static MatrixProducts Create(Precision precision, int width) => precision switch
    {
        Precision.Auto when width >= LeastWidthForBFloat16 && LibTorch.MultipliesBFloat16 => new(ScalarType.BFloat16, ScalarType.Float32),
        Precision.Auto or Precision.Float32 => new(ScalarType.Float32, ScalarType.Float32),
        Precision.BFloat16 => new(ScalarType.BFloat16, ScalarType.BFloat16),
        _ => throw new ArgumentException($"precision {(int)precision} is unknown: give auto, float32 or bfloat16"),
    };

    /// <summary>The format of products now.</summary>
    public ScalarType Format(bool training) => training ? whileTraining : whileActing;

    /// <summary>x Wᵀ + b in the format of products, which is also the format of the result.</summary>
    /// <param name="x">[…, I], any floating-point format.</param>
    /// <param name="weight">[O, I].</param>
    /// <param name="bias">[O], or null for none.</param>
    /// <param name="training">Whether the model is training.</param>
    public Tensor Linear(Tensor x, Tensor weight, Tensor? bias, bool training)
    {
        var format = Format(training);
        if (format == ScalarType.Float32 && x.dtype == ScalarType.Float64)
            return nn.functional.linear(x, weight, bias);
        return training && format == ScalarType.BFloat16 && x.device_type == DeviceType.CPU
            ? LinearOfFewShapes(x.to(format), weight.to(format), bias?.to(format))
            : nn.functional.linear(x.to(format), weight.to(format), bias?.to(format));
    }

    /// <summary>
    /// oneDNN compiles a kernel for each number of rows that it meets, and keeps a thousand of them at a megabyte each. Two
    /// batches of text rarely have as many tokens: rows of zeros behind them make few numbers of many.
    /// </summary>
    private static Tensor LinearOfFewShapes(Tensor x, Tensor weight, Tensor? bias)
    {
        var rows = x.numel() / x.shape[^1];
        var padded = FewRows.AtLeast(rows);
        if (padded == rows)
            return nn.functional.linear(x, weight, bias);
        var result = nn.functional.linear(nn.functional.pad(x.reshape(rows, x.shape[^1]), [0, 0, 0, padded - rows]), weight, bias);
        return result.narrow(0, 0, rows).view([.. x.shape[..^1], weight.shape[0]]);
    }
}
