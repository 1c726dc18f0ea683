using CsCheck;
using Tandem.Environments.Bicycle.Whipple;

namespace Tandem.Environments.Tests.Bicycle.Whipple;

public sealed class SmallMatrixTests
{
    private static readonly Gen<SmallMatrix> Matrices = Gen.Double[-3, 3].Array[16].Select(entries => Filled(entries));

    [Fact]
    public void A_rotation_is_the_exponential_of_its_angle()
    {
        var generator = new SmallMatrix(2, 2);
        (generator[0, 1], generator[1, 0]) = (-2.5, 2.5);

        var rotation = generator.Exponential();

        Assert.Equal(Math.Cos(2.5), rotation[0, 0], 1e-14);
        Assert.Equal(Math.Sin(2.5), rotation[1, 0], 1e-14);
    }

    [Fact]
    public void The_exponential_of_the_negative_is_the_inverse() => Matrices.Sample(matrix =>
    {
        var (there, back) = (matrix.Exponential(), (-1 * matrix).Exponential());
        Assert.InRange(((there * back) - SmallMatrix.Identity(4)).Norm(), 0, 1e-13 * there.Norm() * back.Norm());
    });

    [Fact]
    public void The_inverse_undoes_the_matrix() => Matrices.Sample(matrix =>
    {
        var regular = matrix + (20 * SmallMatrix.Identity(4));
        Assert.InRange(((regular * regular.Inverse()) - SmallMatrix.Identity(4)).Norm(), 0, 1e-13);
    });

    [Fact]
    public void Rows_are_exchanged_where_the_diagonal_is_zero()
    {
        var exchange = new SmallMatrix(2, 2);
        (exchange[0, 1], exchange[1, 0]) = (1, 4);

        Assert.Equal((0, 0.25, 1, 0), (exchange.Inverse()[0, 0], exchange.Inverse()[0, 1], exchange.Inverse()[1, 0], exchange.Inverse()[1, 1]));
    }

    private static SmallMatrix Filled(double[] entries)
    {
        var matrix = new SmallMatrix(4, 4);
        for (var i = 0; i < 16; i++)
            matrix[i / 4, i % 4] = entries[i];
        return matrix;
    }
}
