namespace Tandem.Environments.Bicycle;

/// <summary>Which of the two programs in circulation <see cref="RandlovBicycle"/> computes as. Their numbers differ from the first step on.</summary>
public enum RandlovIntegration
{
    /// <summary>The original program: new rates move the angles, the handlebar keeps its rate at the stop, and both tyres leave tracks.</summary>
    Original,

    /// <summary>Ernst, Geurts and Wehenkel, 2005: old rates move the angles, the stop takes the handlebar's rate, and the heading is integrated.</summary>
    Ernst,
}
