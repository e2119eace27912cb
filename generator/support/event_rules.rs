//! The rules of server-sent events.

use super::Trail;
use super::check::Verdict;
use super::event::Event;
use serde::Serialize;
use serde_json::{Map, Value};

/// Converts a rule for the data of an event to a rule for the event.
pub fn of_data<T>(
    rule: impl Fn(&T, &mut Trail) -> Verdict + Send + 'static,
) -> impl Fn(&Event<T>, &mut Trail) -> Verdict + Send + 'static {
    move |event, trail| {
        let verdict = rule(&event.data, trail);
        if verdict.is_err() {
            trail.push("data");
        }
        verdict
    }
}

/// Converts a rule for an object with the fields of an event to a rule for the event.
pub fn of_event<T: Serialize>(
    rule: impl Fn(&Value, &mut Trail) -> Verdict + Send + 'static,
) -> impl Fn(&Event<T>, &mut Trail) -> Verdict + Send + 'static {
    move |event, trail| rule(&object(event, serde_json::to_value(&event.data).unwrap_or_default()), trail)
}

/// Like [`of_event`], but `data` is a string that contains JSON.
pub fn of_event_with_json<T: Serialize>(
    rule: impl Fn(&Value, &mut Trail) -> Verdict + Send + 'static,
) -> impl Fn(&Event<T>, &mut Trail) -> Verdict + Send + 'static {
    move |event, trail| {
        rule(&object(event, serde_json::to_string(&event.data).unwrap_or_default().into()), trail)
    }
}

fn object<T>(event: &Event<T>, data: Value) -> Value {
    let milliseconds =
        |retry: std::time::Duration| u64::try_from(retry.as_millis()).unwrap_or(u64::MAX).into();
    let fields = [
        ("data", Some(data)),
        ("event", event.event.clone().map(Value::String)),
        ("id", event.id.clone().map(Value::String)),
        ("retry", event.retry.map(milliseconds)),
    ];
    let fields = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(fields.collect::<Map<_, _>>())
}
