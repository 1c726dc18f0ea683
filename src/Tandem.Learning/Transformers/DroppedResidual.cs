using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: D model width, x the residual stream, p what a part of the layer gave, d dropout's factors, r = x + d ⊙ p,
// n = (r − mean r) / deviation r, γ and β the norm's weight and bias.

/// <summary>
/// r = x + d ⊙ p, and the norm of it where it stands behind the sum, γ ⊙ n + β (Ba et al. 2016, equation 4): one pass over memory
/// each way, where libtorch's operators take ten for masks, products, conversions and sums.
/// </summary>
internal static class DroppedResidual
{
    /// <summary>Whether it can be computed here.</summary>
    /// <param name="x">[…, D].</param>
    /// <param name="part">[…, D].</param>
    public static bool Fits(Tensor x, Tensor part) =>
        x.dtype == ScalarType.Float32 && x.shape[^1] % (2 * Vector512<float>.Count) == 0 && TensorRows.Fit(x) && TensorRows.Fit(part);

    /// <summary>The sum alone.</summary>
    /// <param name="x">[…, D] float32.</param>
    /// <param name="part">[…, D] float32 or bfloat16.</param>
    /// <param name="dropout">The share of the part's numbers to drop.</param>
    /// <returns>[…, D] float32.</returns>
    public static Tensor Sum(Tensor x, Tensor part, double dropout) => SumFunction.apply(x, part, DropoutPlan.Draw(dropout));

    /// <summary>The norm of the sum.</summary>
    /// <param name="x">[…, D] float32.</param>
    /// <param name="part">[…, D] float32 or bfloat16.</param>
    /// <param name="weight">γ, [D].</param>
    /// <param name="bias">β, [D].</param>
    /// <param name="dropout">The share of the part's numbers to drop.</param>
    /// <param name="epsilon">Is added to the variance.</param>
    /// <returns>[…, D] float32.</returns>
    public static Tensor Norm(Tensor x, Tensor part, Tensor weight, Tensor bias, double dropout, double epsilon) =>
        NormFunction.apply(x, part, weight, bias, DropoutPlan.Draw(dropout), (float)epsilon);

    private static Tensor Sum(Tensor x, Tensor part, DropoutPlan plan)
    {
        var result = empty_like(x);
        var (stream, added, sum) = (new TensorRows(x), new TensorRows(part), new TensorRows(result));
        SideBySideRows.ForEach(stream.Count, (index, first, end) =>
        {
            var (row, addend) = (new float[stream.Width], new float[stream.Width]);
            var random = plan.Stream(index);
            for (var i = first; i < end; i++)
            {
                ReadSum(stream, added, i, row, addend, plan, ref random);
                sum.Write(i, row);
            }
        });
        return result;
    }

    /// <summary>One row of x + d ⊙ p.</summary>
    private static void ReadSum(
        TensorRows stream, TensorRows added, long index, float[] row, float[] addend, DropoutPlan plan, ref LaneRandom random)
    {
        stream.Read(index, row);
        added.Read(index, addend);
        plan.Multiply(addend, ref random);
        NormRow.Add(row, addend);
    }

    /// <summary>d ⊙ ∂r, in the format of p.</summary>
    private static Tensor PartGradient(Tensor gradient, DropoutPlan plan, ScalarType format)
    {
        var result = empty(gradient.shape, format);
        var (given, part) = (new TensorRows(gradient), new TensorRows(result));
        SideBySideRows.ForEach(given.Count, (index, first, end) =>
        {
            var row = new float[given.Width];
            var random = plan.Stream(index);
            for (var i = first; i < end; i++)
            {
                given.Read(i, row);
                plan.Multiply(row, ref random);
                part.Write(i, row);
            }
        });
        return result;
    }

    /// <summary>γ ⊙ n + β, and for the way back n and 1 / deviation r.</summary>
    private static (Tensor Result, Tensor Normal, float[] Inverses) Norm(
        Tensor x, Tensor part, Tensor weight, Tensor bias, DropoutPlan plan, float epsilon)
    {
        var (result, normal) = (empty_like(x), empty_like(x));
        var (stream, added, output, normals) = (new TensorRows(x), new TensorRows(part), new TensorRows(result), new TensorRows(normal));
        var (gamma, beta, inverses) = (weight.data<float>().ToArray(), bias.data<float>().ToArray(), new float[stream.Count]);
        SideBySideRows.ForEach(stream.Count, (index, first, end) =>
        {
            var (row, addend) = (new float[stream.Width], new float[stream.Width]);
            var random = plan.Stream(index);
            for (var i = first; i < end; i++)
            {
                ReadSum(stream, added, i, row, addend, plan, ref random);
                inverses[i] = NormRow.Normalize(row, epsilon);
                normals.Write(i, row);
                NormRow.Scale(row, gamma, beta);
                output.Write(i, row);
            }
        });
        return (result, normal, inverses);
    }

    /// <summary>The gradients of x, p, γ and β.</summary>
    private static (Tensor X, Tensor Part, Tensor Weight, Tensor Bias) NormGradients(
        Tensor normal, float[] inverses, Tensor weight, Tensor gradient, DropoutPlan plan, ScalarType format)
    {
        var width = (int)gradient.shape[^1];
        var (xGradient, partGradient) = (empty(gradient.shape), empty(gradient.shape, format));
        var (given, normals, xs, parts) = (new TensorRows(gradient), new TensorRows(normal), new TensorRows(xGradient), new TensorRows(partGradient));
        var gamma = weight.data<float>().ToArray();
        var sums = new float[SideBySideRows.Parts(given.Count)][];      // each part's own, added up in their order
        SideBySideRows.ForEach(given.Count, (index, first, end) =>
        {
            var (row, unit, sum) = (new float[width], new float[width], new float[2 * width]);
            var random = plan.Stream(index);
            for (var i = first; i < end; i++)
            {
                given.Read(i, row);
                normals.Read(i, unit);
                NormRow.Differentiate(row, unit, gamma, inverses[i], sum.AsSpan(0, width), sum.AsSpan(width));
                xs.Write(i, row);
                plan.Multiply(row, ref random);
                parts.Write(i, row);
            }

            sums[index] = sum;
        });
        var total = new float[2 * width];
        foreach (var sum in sums)
            NormRow.Add(total, sum);
        return (xGradient, partGradient, tensor(total[..width]), tensor(total[width..]));
    }

    private sealed class SumFunction : autograd.SingleTensorFunction<SumFunction>
    {
        private const string Plan = "plan", Format = "format";

        public override string Name => nameof(DroppedResidual) + nameof(Sum);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (x, part, plan) = ((Tensor)vars[0], (Tensor)vars[1], (DropoutPlan)vars[2]);
            ctx.save_data(Plan, plan);
            ctx.save_data(Format, part.dtype);
            return Sum(x, part, plan);
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var gradient = grad_output.contiguous();
            return [gradient, PartGradient(gradient, (DropoutPlan)ctx.get_data(Plan), (ScalarType)ctx.get_data(Format)), null!];
        }
    }

    private sealed class NormFunction : autograd.SingleTensorFunction<NormFunction>
    {
        private const string Plan = "plan", Format = "format", Inverses = "inverses";

        public override string Name => nameof(DroppedResidual) + nameof(Norm);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (x, part, weight, bias) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (Tensor)vars[3]);
            var plan = (DropoutPlan)vars[4];
            var (result, normal, inverses) = Norm(x, part, weight, bias, plan, (float)vars[5]);
            ctx.save_for_backward([normal, weight]);
            ctx.save_data(Plan, plan);
            ctx.save_data(Format, part.dtype);
            ctx.save_data(Inverses, inverses);
            return result;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var saved = ctx.get_saved_variables();
            using var gradient = grad_output.contiguous();
            var (x, part, weight, bias) = NormGradients(
                saved[0], (float[])ctx.get_data(Inverses), saved[1], gradient, (DropoutPlan)ctx.get_data(Plan), (ScalarType)ctx.get_data(Format));
            return [x, part, weight, bias, null!, null!];
        }
    }
}
