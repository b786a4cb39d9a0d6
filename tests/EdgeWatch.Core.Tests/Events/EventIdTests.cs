using EdgeWatch.Core.Events;

namespace EdgeWatch.Core.Tests.Events;

public sealed class EventIdTests
{
    [Theory]
    [InlineData("01JABCDEFGHJKMNPQRSTVWXYZ0", true)]
    [InlineData("01JABCDEFGHJKMNPQRSTVWXYZ", false)]
    [InlineData("01JABCDEFGHJKMNPQRSTVWXYZI", false)]
    [InlineData("../../../../../etc/passwd0", false)]
    [InlineData("", false)]
    public void IsValid_TakesUlidsOnly(string text, bool expected) => Assert.Equal(expected, EventId.IsValid(text));
}
