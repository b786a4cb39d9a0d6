using EdgeWatch.Configuration;
using EdgeWatch.Mqtt.Connection;
using EdgeWatch.TestKit;

namespace EdgeWatch.Tests.Mqtt.Connection;

public sealed class MqttPasswordTests : IDisposable
{
    private readonly TemporaryFolder _credentials = new();
    private readonly MqttOptions _options = new() { Username = "watchman" };

    public void Dispose() => _credentials.Dispose();

    [Fact]
    public void A_credential_of_systemd_is_the_password_of_a_user_without_a_file()
    {
        File.WriteAllText(_credentials.File(MqttPassword.CredentialName), "secret\nmore\n");

        Assert.Equal("secret", new MqttPassword(_options, _credentials.Path).Read());
        Assert.Null(new MqttPassword(new MqttOptions(), _credentials.Path).Read());
    }

    [Fact]
    public void The_file_of_the_config_comes_first()
    {
        File.WriteAllText(_credentials.File(MqttPassword.CredentialName), "credential");
        _options.PasswordFile = _credentials.File("file");
        File.WriteAllText(_options.PasswordFile, "file");

        Assert.Equal("file", new MqttPassword(_options, _credentials.Path).Read());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/nonexistent")]
    public void Without_either_there_is_none(string? credentials) => Assert.Null(new MqttPassword(_options, credentials).Read());

    [Fact]
    public void A_file_that_cannot_be_read_is_a_reason_that_names_the_key()
    {
        _options.PasswordFile = "/nonexistent/password";

        MqttException exception = Assert.Throws<MqttException>(() => new MqttPassword(_options, null).Read());

        Assert.Contains("mqtt.password_file", exception.Message, StringComparison.Ordinal);
    }
}
