using EdgeWatch.Configuration;

namespace EdgeWatch.Mqtt.Connection;

/// <summary>
/// Where the password comes from: the file that the config names, else the credential <c>mqtt.password</c> that systemd hands over
/// (<c>LoadCredential=</c>). Never kept: a changed password needs no restart.
/// </summary>
/// <param name="options">The config.</param>
/// <param name="credentials">systemd's <c>$CREDENTIALS_DIRECTORY</c>; null or empty outside a service that has any.</param>
internal sealed class MqttPassword(MqttOptions options, string? credentials)
{
    /// <summary>Name of the credential.</summary>
    public const string CredentialName = "mqtt.password";

    /// <summary>Of this process.</summary>
    public static MqttPassword Of(MqttOptions options) => new(options, Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY"));

    /// <summary>The first line of the file or the credential; null without a user or without either of them.</summary>
    /// <exception cref="MqttException">It cannot be read.</exception>
    public string? Read()
    {
        string? file = File();
        try
        {
            return file is null ? null : System.IO.File.ReadLines(file).FirstOrDefault("");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MqttException(LinkFailure.Refused, $"cannot read mqtt.password_file: {exception.Message}");
        }
    }

    private string? File()
    {
        if (options.PasswordFile.Length > 0)
        {
            return options.PasswordFile;
        }

        if (options.Username.Length == 0 || string.IsNullOrEmpty(credentials))
        {
            return null;
        }

        string credential = Path.Combine(credentials, CredentialName);
        return System.IO.File.Exists(credential) ? credential : null;
    }
}
