using EdgeWatch.Evidence;
using SkiaSharp;

namespace EdgeWatch.Tests.Evidence;

public sealed class LetteringTests
{
    [Fact]
    public void Every_printable_character_but_the_space_has_ink_of_its_own()
    {
        string[] shapes =
        [
            .. Enumerable.Range('!', '~' - '!' + 1).Append('×').Append('…').Append('é').Append('Я').Append('Ω')
                .Select(code => Shape((char)code)),
        ];

        Assert.Equal(shapes.Length, shapes.Distinct().Count());
        Assert.DoesNotContain(Shape(' '), shapes);
    }

    [Fact]
    public void Unknown_characters_show_as_a_box()
    {
        Assert.NotEqual(Shape(' '), Shape('字'));
        Assert.Equal(Shape('語'), Shape('字'));
    }

    [Fact]
    public void Digits_are_equally_wide_so_that_numbers_do_not_jump()
    {
        using SKFont font = Lettering.Font(12);

        Assert.Single("0123456789".Select(digit => font.MeasureText($"{digit}")).Distinct());
    }

    private static string Shape(char character)
    {
        using var picture = new RgbPicture(24, 24);
        using SKFont font = Lettering.Font(16);
        using var paint = new SKPaint { Color = SKColors.White, IsAntialias = true };
        picture.Canvas.DrawText($"{character}", 2, 18, SKTextAlign.Left, font, paint);
        byte[] pixels = new byte[24 * 24 * RgbPicture.PixelBytes];
        picture.CopyTo(pixels);
        return Convert.ToHexString(pixels);
    }
}
