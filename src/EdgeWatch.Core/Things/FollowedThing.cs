using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.Things;

/// <summary>What a <see cref="ThingTracker"/> knows of one thing from frame to frame.</summary>
internal sealed class FollowedThing
{
    /// <summary>Weight of the newest frame in the velocity: what the network says of a patch varies by half a pixel.</summary>
    private const float NewestWeight = 0.3f;

    private Motion _sum;
    private PatchBox _box;
    private PatchBox _firstBox;
    private int _patches;
    private PatchChange _change;
    private double _unveiledPart;
    private float _goneX;
    private float _goneY;
    private float _restX;
    private float _restY;
    private TimeSpan _age;
    private TimeSpan _ageBefore;
    private TimeSpan _resting;
    private bool _hasGone;

    /// <summary>Its number; 0 while there is none.</summary>
    public long Number { get; private set; }

    /// <summary>How long nothing has been seen of it.</summary>
    public TimeSpan Absent { get; private set; }

    /// <summary>Where it is to be expected in the frame that is being looked at.</summary>
    public Motion Expected { get; private set; }

    /// <summary>Patches that it was given in this frame.</summary>
    public int Patches => _patches;

    /// <summary>
    /// Whether it has ever moved on by a patch, by itself or as a part of another one, so that it came here and was not always there: a
    /// tree, a shadow or the hole that a parked car leaves do not.
    /// </summary>
    public bool HasCome { get; private set; }

    /// <summary>How long ago it was seen first, as a part of another one or by itself.</summary>
    public TimeSpan Age => _ageBefore + _age;

    /// <summary>How long it has been where it is.</summary>
    public TimeSpan Resting => _resting;

    /// <summary>Half of its size in pixels, from the left to the right.</summary>
    public float HalfWidth { get; private set; }

    /// <summary>Half of its size in pixels, from the top to the bottom.</summary>
    public float HalfHeight { get; private set; }

    /// <summary>Becomes another thing, which has no patches yet.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="hasCome">Whether it came here as a part of another one.</param>
    /// <param name="ageBefore">How long it was seen as a part of that one.</param>
    public void Begin(long number, bool hasCome, TimeSpan ageBefore)
    {
        Number = number;
        _ageBefore = ageBefore;
        (_age, _resting, Absent) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        (_goneX, _goneY, _restX, _restY) = (0, 0, float.NaN, float.NaN);
        (_patches, _sum, _box, _change, Expected) = (0, default, default, default, default);
        (HasCome, _hasGone) = (hasCome, false);
    }

    /// <summary>
    /// Whether it was first seen at a patch and has gone from there itself: what remains is the hole that a parked car leaves. Who came as
    /// a part of another thing has come, and may be where it was seen first by itself.
    /// </summary>
    public bool HasLeft(PatchPosition patch) => _hasGone && _firstBox.Holds(patch);

    /// <summary>There is no such thing any more.</summary>
    public void End() => Number = 0;

    /// <summary>A frame later.</summary>
    public void Expect(TimeSpan duration)
    {
        Expected = Expected.Next();
        Absent += duration;
        _age += duration;
        (_patches, _sum, _change) = (0, default, default);
    }

    /// <summary>Is given a patch of the frame.</summary>
    /// <param name="patch">The patch.</param>
    /// <param name="motion">Its middle and how it moves.</param>
    /// <param name="change">How it differs from the background.</param>
    public void Take(PatchPosition patch, Motion motion, PatchChange change)
    {
        _box = _patches == 0 ? new PatchBox(patch) : _box.With(patch);
        _sum = new Motion(
            _sum.X + motion.X, _sum.Y + motion.Y, _sum.VelocityX + motion.VelocityX, _sum.VelocityY + motion.VelocityY);
        _change += change;
        _patches++;
    }

    /// <summary>All patches of the frame are given out.</summary>
    public void Settle(TimeSpan duration)
    {
        if (_patches == 0)
        {
            return;
        }

        float weight = _age == TimeSpan.Zero ? 1 : NewestWeight;
        float velocityX = Expected.VelocityX + (weight * ((_sum.VelocityX / _patches) - Expected.VelocityX));
        float velocityY = Expected.VelocityY + (weight * ((_sum.VelocityY / _patches) - Expected.VelocityY));
        Expected = new Motion(_sum.X / _patches, _sum.Y / _patches, velocityX, velocityY);
        _unveiledPart += weight * ((float)_change.UnveiledPart - _unveiledPart);
        HalfWidth = _box.Columns * PatchGrid.PatchSize / 2f;
        HalfHeight = _box.Rows * PatchGrid.PatchSize / 2f;
        Absent = TimeSpan.Zero;
        _firstBox = _age == TimeSpan.Zero ? _box : _firstBox;
        FollowPath(duration);
    }

    /// <summary>The thing as it is in this frame.</summary>
    public Thing Now() => new(Number, _box, _patches, Expected, Age, _resting, HasCome, IsVeil: _unveiledPart < PatchChange.VeiledPart);

    private void FollowPath(TimeSpan duration)
    {
        (_goneX, _goneY) = (_goneX + Expected.VelocityX, _goneY + Expected.VelocityY);
        _hasGone |= (_goneX * _goneX) + (_goneY * _goneY) > PatchGrid.PatchSize * PatchGrid.PatchSize;
        HasCome |= _hasGone;
        bool isHere = Math.Abs(Expected.X - _restX) <= PatchGrid.PatchSize && Math.Abs(Expected.Y - _restY) <= PatchGrid.PatchSize;
        _resting = isHere ? _resting + duration : TimeSpan.Zero;
        if (_resting > ThingTracker.Patience)
        {
            (_goneX, _goneY) = (0, 0);
        }

        if (!isHere)
        {
            (_restX, _restY) = (Expected.X, Expected.Y);
        }
    }
}
