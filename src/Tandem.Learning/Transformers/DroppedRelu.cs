using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

/// <summary>
/// dropout(max(x, 0)) in one pass each way: where the result is positive, its gradient passes, so that the result is all that
/// the way back needs.
/// </summary>
internal static class DroppedRelu
{
    /// <summary>Whether it can be computed here.</summary>
    /// <param name="x">[…, D].</param>
    public static bool Fits(Tensor x) => x.shape[^1] % (2 * Vector512<float>.Count) == 0 && TensorRows.Fit(x);

    /// <summary>In the format of x.</summary>
    /// <param name="x">[…, D] float32 or bfloat16.</param>
    /// <param name="dropout">The share to drop.</param>
    public static Tensor Apply(Tensor x, double dropout) => Function.apply(x, DropoutPlan.Draw(dropout));

    private static Tensor Forward(Tensor x, DropoutPlan plan)
    {
        var result = empty_like(x);
        var (given, kept) = (new TensorRows(x), new TensorRows(result));
        SideBySideRows.ForEach(given.Count, (part, first, end) =>
        {
            var row = new float[given.Width];
            var stream = plan.Stream(part);
            for (var i = first; i < end; i++)
            {
                given.Read(i, row);
                for (var at = 0; at < row.Length; at += Vector512<float>.Count)
                    Vector512.Max(Vector512.Create(row, at), Vector512<float>.Zero).CopyTo(row, at);
                plan.Multiply(row, ref stream);
                kept.Write(i, row);
            }
        });
        return result;
    }

    private static Tensor Backward(Tensor result, Tensor gradient, float kept)
    {
        var input = empty_like(gradient);
        var (passed, given, target) = (new TensorRows(result), new TensorRows(gradient), new TensorRows(input));
        SideBySideRows.ForEach(given.Count, (_, first, end) =>
        {
            var (row, gate) = (new float[given.Width], new float[given.Width]);
            for (var i = first; i < end; i++)
            {
                given.Read(i, row);
                passed.Read(i, gate);
                for (var at = 0; at < row.Length; at += Vector512<float>.Count)
                    (Vector512.Create(row, at) * kept & Vector512.GreaterThan(Vector512.Create(gate, at), Vector512<float>.Zero)).CopyTo(row, at);
                target.Write(i, row);
            }
        });
        return input;
    }

    private sealed class Function : autograd.SingleTensorFunction<Function>
    {
        private const string Kept = "kept";

        public override string Name => nameof(DroppedRelu);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var plan = (DropoutPlan)vars[1];
            var result = Forward((Tensor)vars[0], plan);
            ctx.save_for_backward([result.detach()]); // the result itself would keep its own node alive
            ctx.save_data(Kept, plan.Kept);
            return result;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            using var gradient = grad_output.contiguous();
            return [Backward(ctx.get_saved_variables()[0], gradient, (float)ctx.get_data(Kept)), null!];
        }
    }
}
