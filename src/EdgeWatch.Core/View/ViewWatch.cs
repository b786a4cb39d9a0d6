using EdgeWatch.Core.Frames;
using EdgeWatch.Core.Patches;

namespace EdgeWatch.Core.View;

/// <summary>
/// Looks twice a second at the whole picture, whether or not anything moves, and says what is wrong with the view. Structure is compared,
/// not brightness: night, an infrared lamp, clouds and headlights leave it, and so do rain, snow, and people in half of the picture.
/// </summary>
public sealed class ViewWatch
{
    /// <summary>From one sample to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.5);

    /// <summary>Part of the structure that has gone when there is nothing to be seen any more.</summary>
    private const double NothingLeft = 0.75;

    /// <summary>Part that has gone when a camera is covered: light comes in at an edge.</summary>
    private const double HardlyAnythingLeft = 0.6;

    /// <summary>Part of the structure that is in place by chance, or in what a camera shows of itself: a clock, a name.</summary>
    private const double KeptByChance = 0.25;

    /// <summary>Part of the structure that has gone where a camera is partly covered.</summary>
    private const double PartLost = 0.3;

    /// <summary>
    /// Of what has gone, the part in whose place another structure may be: what covers a lens is out of focus, while things in the scene
    /// have structure of their own.
    /// </summary>
    private const double ReplacedOfLost = 1.0 / 3;

    /// <summary>Part of the mean brightness below which it is dark: then structure may be there and not to be seen.</summary>
    private const double DarkPart = 0.5;

    /// <summary>
    /// Grey level that one block in twenty exceeds at most in a black picture: sixteen is black in video, the rest is noise.
    /// </summary>
    private const int BlackLevel = 40;

    /// <summary>Mean grey level of a picture that is whited out; 235 is white in video.</summary>
    private const double WhiteLevel = 200;

    /// <summary>Part of the fine detail, or of what is replaced, that decides for the whole.</summary>
    private const double Most = 0.6;

    private readonly ViewComparison _comparison;
    private readonly StillnessWatch _stillness = new();
    private readonly LumaPlane _picture;
    private readonly bool[] _isHidden;
    private readonly TimeSpan[] _lasted = new TimeSpan[Enum.GetValues<ViewFault>().Length];
    private ViewSample _now;
    private ViewSample _before;
    private TimeSpan _sinceSample;
    private int _samples;
    private bool _isNew;
    private ViewFault _lastFault;

    /// <summary>A watch that knows no view yet.</summary>
    public ViewWatch(PatchGrid grid)
    {
        _comparison = new ViewComparison(grid);
        Usual = new ViewReference(grid);
        _now = new ViewSample(grid);
        _before = new ViewSample(grid);
        _picture = new LumaPlane(grid.Width, grid.Height);
        _isHidden = new bool[grid.Count];
    }

    /// <summary>The usual view.</summary>
    public ViewReference Usual { get; }

    /// <summary>What is wrong; it has lasted for long enough.</summary>
    public ViewFault Fault { get; private set; }

    /// <summary>Part of the usual structure that is not to be seen, 0–1; 0 where too little is known.</summary>
    public double Departure { get; private set; }

    /// <summary>For how long pictures usually are the same; for saving.</summary>
    public StillnessWatch Stillness => _stillness;

    /// <summary>Whether a sample has come since the last call of <see cref="Learn"/>.</summary>
    public bool HasNews => _isNew;

    /// <summary>Whether <see cref="Fault"/> is to be seen at a patch: everywhere, or where structure is missing.</summary>
    public bool IsAffected(int patch) =>
        !_isHidden[patch] && (Fault is not ViewFault.PartlyCovered || _comparison.IsAffected(patch));

    /// <summary>Says in which patches the scene is not to be seen, row-major: nothing is concluded from them.</summary>
    public void Hide(ReadOnlySpan<bool> isHidden)
    {
        isHidden.CopyTo(_isHidden);
        _comparison.LeaveOut(isHidden);
    }

    /// <summary>Takes the next frame in.</summary>
    /// <param name="picture">Its picture.</param>
    /// <param name="duration">Time since the one before it.</param>
    public void Observe(LumaPlane picture, TimeSpan duration)
    {
        _sinceSample += duration;
        if (_samples > 0 && _sinceSample < Interval)
        {
            return;
        }

        (_now, _before) = (_before, _now);
        _now.Measure(picture, _picture, _isHidden);
        for (int y = -1; y <= picture.Height; y++)
        {
            picture.Padded.Slice(picture.Offset(-1, y), picture.Width + 2).CopyTo(_picture.PaddedRow(y));
        }

        // The first has none before it to be compared with.
        if (++_samples > 1)
        {
            _stillness.Observe(_now.Difference, _now.StillPart);
            _isNew = true;
            Judge(_sinceSample);
        }

        _sinceSample = TimeSpan.Zero;
    }

    /// <summary>Takes the newest sample as usual.</summary>
    /// <param name="withFaults">Whether also what may be a fault that has not lasted long enough.</param>
    public void Learn(bool withFaults)
    {
        if (!_isNew)
        {
            return;
        }

        _isNew = false;
        _stillness.Learn(withFaults);
        if (withFaults || !MayBeFault())
        {
            Usual.Learn(_now);
        }
    }

    /// <summary>
    /// Takes for the usual view what is to be seen from now on, or pictures that are the same if that is the fault: of this moment, or the
    /// last one, since people often say so when it is over.
    /// </summary>
    public void Accept()
    {
        if (_lastFault is ViewFault.Frozen)
        {
            _stillness.Accept();
        }
        else
        {
            Usual.Forget();
        }
    }

    /// <summary>Forgets what goes on at the moment.</summary>
    public void Clear()
    {
        _samples = 0;
        _sinceSample = TimeSpan.Zero;
        _stillness.Clear();
        Array.Clear(_lasted);
        Fault = ViewFault.None;
        Departure = 0;
        _isNew = false;
    }

    private bool MayBeFault()
    {
        foreach (TimeSpan lasted in _lasted)
        {
            if (lasted > TimeSpan.Zero)
            {
                return true;
            }
        }

        return false;
    }

    private void Judge(TimeSpan duration)
    {
        bool isComparable = Usual.IsKnown;
        if (isComparable)
        {
            _comparison.Compare(_now, _before, Usual);
            isComparable = _comparison.Structured >= ViewComparison.LeastPatches;
        }

        Departure = isComparable ? 1 - _comparison.Kept : 0;
        Fault = ViewFault.None;
        foreach (ViewFault fault in ViewFaults.All)
        {
            bool holds = fault is ViewFault.Frozen ? Usual.IsKnown && _stillness.IsFrozen : isComparable && Holds(fault);
            ref TimeSpan lasted = ref _lasted[(int)fault];
            lasted = holds ? lasted + duration : TimeSpan.Zero;
            if (holds && Fault is ViewFault.None && lasted >= ViewFaults.LeastLength(fault))
            {
                Fault = fault;
                _lastFault = fault;
            }
        }
    }

    private bool Holds(ViewFault fault) => fault switch
    {
        ViewFault.Black => _comparison.Lost >= NothingLeft && _now.Brightest <= BlackLevel,
        ViewFault.WhitedOut => _comparison.Lost >= NothingLeft && _now.Mean >= WhiteLevel,
        ViewFault.Covered => _comparison.Lost >= HardlyAnythingLeft && _comparison.Kept <= KeptByChance,
        ViewFault.Defocused => _comparison.Blurred >= Most && _comparison.Lost < HardlyAnythingLeft,
        ViewFault.Turned => IsElsewhere && _comparison.Steady >= Most,
        ViewFault.Changing => IsElsewhere && _comparison.Steady < Most,
        ViewFault.PartlyCovered => _comparison.Lost >= PartLost
            && _comparison.Replaced <= ReplacedOfLost * _comparison.Lost
            && _now.Mean >= DarkPart * Usual.Mean,
        _ => false,
    };

    private bool IsElsewhere => _comparison.Kept <= KeptByChance && _comparison.Lost < HardlyAnythingLeft;
}
