using System.Reflection;
using System.Text.RegularExpressions;
using EdgeWatch.Core.Languages;
using EdgeWatch.Core.Normality;
using EdgeWatch.Core.Patches;
using EdgeWatch.Core.Scoring;

namespace EdgeWatch.Core.Tests.Normality;

/// <summary>
/// What a new kind of departure needs: a class that measures it, with its <see cref="Kind"/>, and a line in <see cref="Kinds"/>. The schema
/// of events and the README are held against the list by the tests of the program.
/// </summary>
public sealed class KindsTests
{
    private static readonly PatchGrid Grid = new(15, 20, 1);

    public static TheoryData<string> Names => [.. Kinds.All.Select(kind => kind.Name)];

    /// <summary>Learned state goes by this order.</summary>
    [Fact]
    public void The_order_is_that_of_saved_states() => Assert.Equal(
        ["speed", "place", "direction", "size", "dwell", "appearance", "change", "presence", "absence", "view"],
        Kinds.All.Take(10).Select(kind => kind.Name));

    [Fact]
    public void Every_class_that_measures_a_kind_is_in_the_list()
    {
        IEnumerable<Type> classes = typeof(IKindNormality).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IKindNormality)) && !type.IsAbstract);

        Assert.Equal(classes.ToHashSet(), Kinds.All.Select(kind => kind.Create(Grid).GetType()).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kind_stands_in_the_class_that_measures_it(string name)
    {
        Kind kind = Kinds.Find(name)!;

        Assert.Same(kind, kind.Create(Grid).GetType().GetProperty(nameof(Kind), BindingFlags.Static | BindingFlags.Public)?.GetValue(null));
        Assert.Same(kind, Kinds.All[kind.Index]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kind_has_a_name_of_its_own_and_words_of_its_own(string name)
    {
        Kind kind = Kinds.Find(name)!;

        Assert.Matches(new Regex("^[a-z]+(_[a-z]+)*$"), name);
        Assert.Single(Kinds.All, other => other.Name == name);
        Assert.All(Language.All, language =>
        {
            Assert.Matches(new Regex(@"^\p{Ll}[^{}.]+$"), WordsOf(kind, language));
            Assert.Single(Kinds.All, other => WordsOf(other, language) == WordsOf(kind, language));
        });
    }

    /// <summary>Else a ratio would never be told, or stand for nothing.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_kind_has_words_for_a_ratio_if_it_has_one(string name)
    {
        Kind kind = Kinds.Find(name)!;
        Type measures = kind.Create(Grid).GetType();
        MethodInfo ratio = measures.GetInterfaceMap(typeof(IKindNormality)).TargetMethods
            .Single(method => method.Name.EndsWith(nameof(IKindNormality.Ratio), StringComparison.Ordinal));

        Assert.Equal(ratio.DeclaringType == measures, Language.English.Texts.ContainsKey(ReasonWriter.RatioKeyOf(name)));
    }

    [Fact]
    public void There_is_no_kind_of_another_name() => Assert.Null(Kinds.Find("Speed"));

    private static string WordsOf(Kind kind, Language language) => new Reason(kind, null, null, 1).In(language);
}
