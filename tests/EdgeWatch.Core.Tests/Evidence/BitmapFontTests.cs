using EdgeWatch.Core.Evidence;

namespace EdgeWatch.Core.Tests.Evidence;

public sealed class BitmapFontTests
{
    [Fact]
    public void Every_printable_character_but_the_space_has_ink_of_its_own()
    {
        string[] shapes = [.. Enumerable.Range('!', '~' - '!' + 1).Append('×').Select(code => Shape((char)code))];

        Assert.Equal(shapes.Length, shapes.Distinct().Count());
        Assert.DoesNotContain(Shape(' '), shapes);
    }

    [Fact]
    public void Unknown_characters_look_like_question_marks() => Assert.Equal(Shape('?'), Shape('字'));

    [Fact]
    public void No_character_is_wider_than_its_advance() =>
        Assert.All(
            Enumerable.Range(' ', '~' - ' ' + 1),
            code => Assert.All(Enumerable.Range(0, BitmapFont.Height), row => Assert.Equal(0, BitmapFont.Row((char)code, row) & 1)));

    private static string Shape(char character) =>
        string.Join(",", Enumerable.Range(0, BitmapFont.Height).Select(row => BitmapFont.Row(character, row)));
}
