using System.Numerics;

namespace EdgeWatch.Scene;

/// <summary>A person seen from the side, made of rounded limbs. Proportions are parts of the body's height.</summary>
/// <param name="feet">Where the feet stand.</param>
/// <param name="height">Height of the body.</param>
/// <param name="facing">1 to the right, −1 to the left.</param>
/// <param name="clothes">What the person wears.</param>
internal readonly struct PersonFigure(Vector2 feet, float height, float facing, Clothes clothes)
{
    private const float HipHeight = 0.49f;
    private const float ShoulderHeight = 0.79f;
    private const float HeadHeight = 0.92f;
    private const float ThighLength = 0.25f;
    private const float ShinLength = 0.23f;
    private const float UpperArmLength = 0.17f;
    private const float ForearmLength = 0.16f;

    // Angles in radians.
    private const float LegSwing = 0.42f;
    private const float KneeBend = 0.75f;
    private const float ArmSwing = 0.45f;
    private const float ElbowBend = 0.35f;

    /// <summary>Paints the person at a phase of the stride, in radians.</summary>
    public void PaintWalking(ShapePainter painter, float phase)
    {
        float bob = 0.012f * MathF.Cos(2 * phase);
        Vector2 hip = At(0, HipHeight + bob);
        Vector2 shoulder = At(0.015f, ShoulderHeight + bob);
        PaintArm(painter, shoulder, phase, Clothes.Shaded(clothes.Top), Clothes.Shaded(clothes.Skin));
        PaintLeg(painter, hip, phase + MathF.PI, Clothes.Shaded(clothes.Trousers));
        PaintLeg(painter, hip, phase, clothes.Trousers);
        PaintBody(painter, hip, shoulder, At(0.025f, HeadHeight + bob));
        PaintArm(painter, shoulder, phase + MathF.PI, clothes.Top, clothes.Skin);
    }

    /// <summary>A point given by its parts of the height, forwards and upwards.</summary>
    private Vector2 At(float forward, float up) => feet + new Vector2(forward * facing * height, -up * height);

    private void PaintBody(ShapePainter painter, Vector2 hip, Vector2 shoulder, Vector2 head)
    {
        painter.Line(hip, 0.075f * height, shoulder + new Vector2(0, 0.03f * height), 0.088f * height, clothes.Top);
        painter.Line(shoulder, head, 0.03f * height, clothes.Skin);
        painter.Disc(head - new Vector2(0.018f * facing * height, 0.012f * height), 0.07f * height, clothes.Hair);
        painter.Disc(head + new Vector2(0.016f * facing * height, 0.012f * height), 0.056f * height, clothes.Skin);
    }

    private void PaintLeg(ShapePainter painter, Vector2 hip, float phase, YuvColor trousers)
    {
        float thigh = LegSwing * MathF.Sin(phase);
        // The knee bends while the leg swings forwards.
        float shin = thigh - (KneeBend * MathF.Max(0, MathF.Cos(phase)) * 0.9f) - 0.05f;
        Vector2 knee = hip + (Limb(thigh) * ThighLength);
        Vector2 ankle = knee + (Limb(shin) * ShinLength);
        painter.Line(hip, 0.062f * height, knee, 0.046f * height, trousers);
        painter.Line(knee, 0.046f * height, ankle, 0.032f * height, trousers);
        painter.Line(
            ankle, ankle + new Vector2(0.06f * facing * height, 0.012f * height), 0.026f * height, YuvColor.FromRgb(new(0x22, 0x1f, 0x1d)));
    }

    private void PaintArm(ShapePainter painter, Vector2 shoulder, float phase, YuvColor sleeve, YuvColor skin)
    {
        float upper = ArmSwing * MathF.Sin(phase);
        Vector2 elbow = shoulder + (Limb(upper) * UpperArmLength);
        Vector2 hand = elbow + (Limb(upper + ElbowBend) * ForearmLength);
        painter.Line(shoulder, 0.042f * height, elbow, 0.034f * height, sleeve);
        painter.Line(elbow, 0.034f * height, hand, 0.026f * height, sleeve);
        painter.Disc(hand, 0.027f * height, skin);
    }

    /// <summary>A vector of the body's height that hangs down and points forwards by an angle.</summary>
    private Vector2 Limb(float angle) => new Vector2(MathF.Sin(angle) * facing, MathF.Cos(angle)) * height;
}
