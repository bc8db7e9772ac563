use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::Value;

use crate::Level;

/// What a daemon says of itself: one line of JSON on the pipe of its events.
///
/// Only the name must be there: a shell script says `echo '{"name":"ready"}' > "$HAPI_EVENTS"`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// What happened.
    pub name: String,
    /// The particulars; null if there are none.
    #[serde(default)]
    pub value: Value,
    /// When, as time since the Unix epoch by the daemon's clock; in JSON a number of seconds. An event without one gets the time
    /// at which it is read.
    #[serde(default = "since_epoch", serialize_with = "write_seconds", deserialize_with = "read_seconds")]
    pub timestamp: Duration,
    /// How much it matters.
    #[serde(default, skip_serializing_if = "is_info")]
    pub level: Level,
    /// The part of the daemon that it comes from; empty if that was not said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
}

impl Event {
    /// Reads a line of the pipe.
    pub(crate) fn parse(line: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(line)
    }
}

/// The time since the Unix epoch; zero on a machine whose clock is before it.
pub(crate) fn since_epoch() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_info(level: &Level) -> bool {
    *level == Level::Info
}

fn write_seconds<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(time.as_secs_f64())
}

fn read_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let seconds = f64::deserialize(deserializer)?;
    Duration::try_from_secs_f64(seconds).map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_the_name_must_be_there() {
        let before = since_epoch();
        let event = Event::parse(br#"{"name":"ready"}"#).expect("an event");
        assert_eq!((event.name.as_str(), &event.value, event.level), ("ready", &Value::Null, Level::Info));
        assert!(event.timestamp >= before);
        Event::parse(br#"{"value":1}"#).expect_err("no name");
        Event::parse(br#"{"name":"ready","timestamp":-1}"#).expect_err("before the epoch");
    }

    #[test]
    fn what_is_written_is_read() {
        let event = Event {
            name: "round".to_owned(),
            value: json!({ "round": 7 }),
            timestamp: Duration::from_millis(1_763_000_000_250),
            level: Level::Debug,
            section: "core".to_owned(),
        };
        let line = serde_json::to_vec(&event).expect("JSON");
        assert_eq!(Event::parse(&line).expect("an event"), event);
    }
}
