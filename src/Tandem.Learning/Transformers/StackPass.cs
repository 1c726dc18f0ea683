namespace Tandem.Learning.Transformers;

/// <summary>What all layers share in one forward pass.</summary>
/// <param name="Mask">What may attend to what among the tokens themselves.</param>
/// <param name="MemoryMask">What may attend to what in the encoder's output.</param>
/// <param name="Rotation">How queries and keys are turned; null without rotary positions.</param>
/// <param name="Recorder">Takes attention weights; null: nobody asks.</param>
internal sealed record StackPass(
    ScoreMask? Mask, ScoreMask? MemoryMask, RotaryPositions? Rotation, AttentionRecorder? Recorder);
