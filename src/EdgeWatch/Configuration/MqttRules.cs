using static EdgeWatch.Configuration.MqttOptions;
using static EdgeWatch.Configuration.OutboxOptions;

namespace EdgeWatch.Configuration;

/// <summary>What must hold for <see cref="MqttOptions"/>.</summary>
internal static class MqttRules
{
    public static void Check(RuleSection section, MqttOptions mqtt)
    {
        if (HostText.FindFault(mqtt.Host) is { } fault)
        {
            section.Add("host", fault);
        }

        if (mqtt.Port is < MinPort or > MaxPort)
        {
            section.Add(
                "port", $"{mqtt.Port} is not allowed; {MinPort}–{MaxPort} (default {DefaultPort}, or {DefaultTlsPort} with tls)");
        }

        CheckTopic(section, "base_topic", mqtt.BaseTopic, "edgewatch");
        CheckTopic(section, "discovery_prefix", mqtt.DiscoveryPrefix, DefaultDiscoveryPrefix);
        CheckApart(section, mqtt);
        if (mqtt.PasswordFile.Length > 0 && mqtt.Username.Length == 0)
        {
            section.Add("password_file", "needs a username beside it", "username");
        }

        CheckTls(section.Child("tls"), mqtt.Tls);
        CheckOutbox(section.Child("outbox"), mqtt.Outbox);
    }

    private static void CheckTopic(RuleSection section, string key, string topic, string byDefault)
    {
        if (TopicFault(topic, byDefault) is { } fault)
        {
            section.Add(key, fault);
        }
    }

    /// <summary>Home Assistant reads every topic below its discovery prefix as a description of a device.</summary>
    private static void CheckApart(RuleSection section, MqttOptions mqtt)
    {
        if (IsBelow(mqtt.BaseTopic, DefaultDiscoveryPrefix))
        {
            section.Add(
                "base_topic", $"{DefaultDiscoveryPrefix} is the discovery prefix of Home Assistant; choose another, for example edgewatch");
        }
        else if (IsBelow(mqtt.BaseTopic, mqtt.DiscoveryPrefix) || IsBelow(mqtt.DiscoveryPrefix, mqtt.BaseTopic))
        {
            section.Add("base_topic", "and discovery_prefix must not be the same or below one another", "discovery_prefix");
        }
    }

    private static bool IsBelow(string topic, string prefix) =>
        prefix.Length > 0 && (topic == prefix || topic.StartsWith(prefix + "/", StringComparison.Ordinal));

    private static string? TopicFault(string topic, string byDefault) => topic switch
    {
        "" => $"is empty; leave the key out for {byDefault}",
        { Length: > MaxBaseTopicLength } => $"has {topic.Length} characters; at most {MaxBaseTopicLength} are allowed",
        _ when topic.AsSpan().ContainsAny('+', '#') => "+ and # are wildcards of MQTT and not allowed",
        _ when topic.StartsWith('/') || topic.EndsWith('/') => "must neither start nor end with a slash",
        _ when topic.Contains("//", StringComparison.Ordinal) => "has an empty level between two slashes",
        _ when topic.StartsWith('$') => "topics that start with $ belong to the broker",
        _ when topic.Any(char.IsControl) => "has a control character",
        _ => null,
    };

    private static void CheckTls(RuleSection section, MqttTlsOptions? tls)
    {
        if (tls is { KeyFile.Length: > 0, CertificateFile.Length: 0 })
        {
            section.Add("key_file", "needs a certificate_file beside it", "certificate_file");
        }
        else if (tls is { CertificateFile.Length: > 0, KeyFile.Length: 0 })
        {
            section.Add("certificate_file", "needs a key_file beside it", "key_file");
        }
    }

    private static void CheckOutbox(RuleSection section, OutboxOptions outbox)
    {
        section.Range("max_messages", outbox.MaxMessages, MinMaxMessages, MaxMaxMessages, "messages", DefaultMaxMessages);
        section.Range("max_mebibytes", outbox.MaxMebibytes, MinMaxMebibytes, MaxMaxMebibytes, "MiB", DefaultMaxMebibytes);
        section.Range(
            "backlog_per_second", outbox.BacklogPerSecond, MinBacklogPerSecond, MaxBacklogPerSecond, "messages", DefaultBacklogPerSecond);
    }
}
