using Tandem.Environments;
using Tandem.Learning.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

/// <summary>Sums, norms and rectifiers that drop on the way, beside libtorch's operators with the same factors.</summary>
public sealed class DroppedOperationTests : IDisposable
{
    private const ushort AThird = 21_845;
    private const int Rows = 130, Width = 64;       // three parts of the rows
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(0, ScalarType.Float32)]
    [InlineData(AThird, ScalarType.Float32)]
    [InlineData(AThird, ScalarType.BFloat16)]
    public void A_sum_drops_from_the_part_and_not_from_the_stream(int threshold, ScalarType format)
    {
        var (x, part) = (Scenes.Normal(1, 2, Rows / 2, Width), Scenes.Normal(2, 2, Rows / 2, Width).to(format));
        var factors = Factors(threshold);

        Compare(
            [x, part],
            leaves => leaves[0] + (leaves[1].to(ScalarType.Float32) * factors),
            leaves => Dropping(() => DroppedResidual.Sum(leaves[0], leaves[1], threshold / 65536.0)));
    }

    [Theory]
    [InlineData(0, ScalarType.Float32)]
    [InlineData(AThird, ScalarType.Float32)]
    [InlineData(AThird, ScalarType.BFloat16)]
    public void A_norm_is_that_of_the_sum(int threshold, ScalarType format)
    {
        var (x, part) = (Scenes.Normal(1, 2, Rows / 2, Width), Scenes.Normal(2, 2, Rows / 2, Width).to(format));
        var (weight, bias) = (Scenes.Normal(3, Width), Scenes.Normal(4, Width));
        var factors = Factors(threshold);

        Compare(
            [x, part, weight, bias],
            leaves => nn.functional.layer_norm(leaves[0] + (leaves[1].to(ScalarType.Float32) * factors), [Width], leaves[2], leaves[3], 1e-5),
            leaves => Dropping(() => DroppedResidual.Norm(leaves[0], leaves[1], leaves[2], leaves[3], threshold / 65536.0, 1e-5)));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void A_rectifier_passes_the_gradient_where_it_passed_the_number(ScalarType format)
    {
        var x = Scenes.Normal(1, 2, Rows / 2, Width).to(format);
        var factors = Factors(AThird);

        Compare(
            [x],
            leaves => (nn.functional.relu(leaves[0]).to(ScalarType.Float32) * factors).to(format),
            leaves => Dropping(() => DroppedRelu.Apply(leaves[0], AThird / 65536.0)));
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        var (x, part) = (Scenes.Normal(1, 2, Rows / 2, Width), Scenes.Normal(2, 2, Rows / 2, Width));
        var (weight, bias, packed) = (Scenes.Normal(3, Width), Scenes.Normal(4, Width), Scenes.Normal(5, 7, 9, 96));
        var before = get_num_threads();
        try
        {
            var results = new[] { 1, 2, 3 }.Select(threads =>
            {
                set_num_threads(threads);
                return Values(
                    [x, part, weight, bias, packed],
                    leaves => Dropping(() =>
                        DroppedResidual.Norm(leaves[0], leaves[1], leaves[2], leaves[3], 0.3, 1e-5).sum() + FusedAttention.AttendSelf(leaves[4], 2, null, null, 0.3).square().sum()));
            }).ToArray();

            foreach (var other in results[1..])
            {
                foreach (var (first, second) in results[0].Zip(other).Skip(1))
                    TensorAssert.Close(first, second, 0);
            }
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(16, 32)]
    [InlineData(48, 20)]
    public void A_transposition_turns_rows_into_columns(int count, int width)
    {
        var rows = Scenes.Normal(1, count, width);
        var (from, to) = (rows.data<float>().ToArray(), new float[count * width]);

        Transposition.Of(ref from[0], count, width, ref to[0]);

        Assert.Equal(rows.t().contiguous().data<float>().ToArray(), to);
    }

    private static void Compare(Tensor[] inputs, Func<Tensor[], Tensor> expected, Func<Tensor[], Tensor> found)
    {
        foreach (var (right, tried) in Values(inputs, expected).Zip(Values(inputs, found)))
        {
            Assert.Equal(right.dtype, tried.dtype);
            var rounding = right.dtype == ScalarType.BFloat16 ? 1 / 128.0 : 2e-6;
            TensorAssert.Close(right, tried, rounding * Math.Max(1, right.abs().max().to(ScalarType.Float64).ToDouble()));
        }
    }

    /// <summary>The value and the gradient of each input.</summary>
    private static Tensor[] Values(Tensor[] inputs, Func<Tensor[], Tensor> function)
    {
        Tensor[] leaves = [.. inputs.Select(input => input.detach().clone().requires_grad_())];
        var value = function(leaves);
        var weights = Scenes.Normal(9, [.. value.shape]).to(value.dtype);
        return [value.detach(), .. autograd.grad([value], leaves, [weights])];
    }

    private static Tensor Dropping(Func<Tensor> operation)
    {
        DropoutStream.Use(RandomStream.Create(5, StreamPurpose.Dropout));
        try
        {
            return operation();
        }
        finally
        {
            DropoutStream.Forget();
        }
    }

    /// <summary>The factors of the first operation under <see cref="Dropping"/>: 64 rows from each stream.</summary>
    private static Tensor Factors(int threshold)
    {
        var plan = new DropoutPlan((ushort)threshold, RandomStream.Create(5, StreamPurpose.Dropout).NextUInt64());
        var factors = new float[Rows * Width];
        factors.AsSpan().Fill(1);
        for (var row = 0; row < Rows; row += 64)
        {
            var stream = plan.Stream(row / 64);
            plan.Multiply(factors.AsSpan(row * Width, Math.Min(64, Rows - row) * Width), ref stream);
        }

        return tensor(factors).view(2, Rows / 2, Width);
    }
}
