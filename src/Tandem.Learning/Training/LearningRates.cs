namespace Tandem.Learning.Training;

/// <summary>Learning rates as functions of the update, which counts from 1. Each contains its linear warm-up of w updates.</summary>
public static class LearningRates
{
    /// <summary>min(1, s / w): the share of the rate while warming up (Goyal et al., 2017, section 2.2).</summary>
    /// <param name="update">s.</param>
    /// <param name="warmup">w; 0: no warm-up.</param>
    public static double WarmupShare(long update, long warmup) => update < warmup ? (double)update / warmup : 1;

    /// <summary>The peak, once warmed up.</summary>
    /// <param name="update">s.</param>
    /// <param name="peak">The highest rate.</param>
    /// <param name="warmup">w.</param>
    public static double Constant(long update, double peak, long warmup) => peak * WarmupShare(update, warmup);

    /// <summary>D^−½ · min(s^−½, s · w^−3⁄2): Vaswani et al. (2017), equation 3, whose peak is (D w)^−½.</summary>
    /// <param name="update">s.</param>
    /// <param name="modelWidth">D.</param>
    /// <param name="warmup">w, at least 1.</param>
    /// <param name="scale">A factor to it; the paper's is 1.</param>
    public static double Noam(long update, int modelWidth, long warmup, double scale = 1) =>
        scale * Math.Pow(modelWidth, -0.5) * Math.Min(Math.Pow(update, -0.5), update * Math.Pow(warmup, -1.5));

    /// <summary>peak · √(w / s) once warmed up; without warm-up peak / √s.</summary>
    /// <param name="update">s.</param>
    /// <param name="peak">The highest rate.</param>
    /// <param name="warmup">w.</param>
    public static double InverseSquareRoot(long update, double peak, long warmup)
    {
        var knee = Math.Max(warmup, 1);
        return peak * WarmupShare(update, warmup) * Math.Sqrt((double)knee / Math.Max(update, knee));
    }

    /// <summary>
    /// Half a cosine from the peak, at s = w, to the last rate, at s = S: Loshchilov and Hutter (2017), equation 5,
    /// without restarts. Beyond S the last rate stays.
    /// </summary>
    /// <param name="update">s.</param>
    /// <param name="updates">S.</param>
    /// <param name="peak">The highest rate.</param>
    /// <param name="last">The lowest rate.</param>
    /// <param name="warmup">w.</param>
    public static double Cosine(long update, long updates, double peak, double last, long warmup)
    {
        if (update < warmup)
            return Constant(update, peak, warmup);
        var progress = Math.Min(1, (double)(update - warmup) / Math.Max(1, updates - warmup));
        return last + ((peak - last) * 0.5 * (1 + Math.Cos(Math.PI * progress)));
    }
}
