using System.Collections.Immutable;

namespace EdgeWatch.Core.View;

/// <summary>What is wrong with what a camera sees. The first of several that hold is the one that is told.</summary>
public enum ViewFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Dark everywhere, and without the structure that was learned.</summary>
    Black,

    /// <summary>Bright everywhere, and without the structure that was learned.</summary>
    WhitedOut,

    /// <summary>The structure that was learned has gone nearly everywhere.</summary>
    Covered,

    /// <summary>It is there, without its fine detail.</summary>
    Defocused,

    /// <summary>Another structure is there, which stays.</summary>
    Turned,

    /// <summary>Another structure is there, which never stays.</summary>
    Changing,

    /// <summary>A large part of the structure has gone, and little has come in its place.</summary>
    PartlyCovered,

    /// <summary>Every picture is the one before, at a camera whose pictures usually differ.</summary>
    Frozen,
}

/// <summary>How long each fault has to last, and how it is told.</summary>
public static class ViewFaults
{
    /// <summary>All that there are, the one first that is told first.</summary>
    public static ImmutableArray<ViewFault> All { get; } =
    [
        ViewFault.Black, ViewFault.WhitedOut, ViewFault.Covered, ViewFault.Defocused,
        ViewFault.Turned, ViewFault.Changing, ViewFault.PartlyCovered, ViewFault.Frozen,
    ];

    /// <summary>
    /// How long a fault lasts before it is one. Together with the time in which a score becomes an alert, five seconds at most for what
    /// blinds a camera; longer for what something that passes may look like: a lorry, somebody who wipes the lens.
    /// </summary>
    public static TimeSpan LeastLength(ViewFault fault) => TimeSpan.FromSeconds(fault switch
    {
        ViewFault.Black or ViewFault.WhitedOut or ViewFault.Covered => 2,
        ViewFault.Turned or ViewFault.Changing => 3,
        ViewFault.Defocused => 4,
        ViewFault.PartlyCovered => 9,
        _ => 0,
    });

    /// <summary>What it is called in messages; null for none.</summary>
    public static string? NameOf(ViewFault fault) => fault switch
    {
        ViewFault.Black => "black",
        ViewFault.WhitedOut => "whited_out",
        ViewFault.Covered => "covered",
        ViewFault.Defocused => "defocused",
        ViewFault.Turned => "turned",
        ViewFault.Changing => "changing",
        ViewFault.PartlyCovered => "partly_covered",
        ViewFault.Frozen => "frozen",
        _ => null,
    };
}
