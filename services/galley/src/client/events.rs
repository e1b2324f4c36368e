//! Server-sent events as far as a run's progress needs them: named events with JSON data.

use futures::StreamExt;
use reqwest::Response;
use serde_json::Value;

/// The event after which nothing comes.
const END: &str = "end";
/// Longest line that is kept; a run's state is far below.
const MAX_LINE_BYTES: usize = 1 << 20;

/// Passes the data of each event on until the end of the stream or an event called `end`.
pub(super) async fn read(response: Response, mut see: impl FnMut(&Value)) -> Result<(), reqwest::Error> {
    let mut parser = Parser::default();
    let mut stream = response.bytes_stream();
    while let Some(chunk) = stream.next().await {
        for event in parser.push(&chunk?) {
            if event.name == END {
                return Ok(());
            }
            if let Ok(data) = serde_json::from_str(&event.data) {
                see(&data);
            }
        }
    }
    Ok(())
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Event {
    name: String,
    data: String,
}

/// Puts events together from pieces that end anywhere.
#[derive(Default)]
struct Parser {
    line: Vec<u8>,
    event: Event,
}

impl Parser {
    fn push(&mut self, chunk: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for &byte in chunk {
            match byte {
                b'\n' => events.extend(self.end_line()),
                b'\r' => {}
                _ if self.line.len() < MAX_LINE_BYTES => self.line.push(byte),
                _ => {}
            }
        }
        events
    }

    fn end_line(&mut self) -> Option<Event> {
        let line = String::from_utf8_lossy(&std::mem::take(&mut self.line)).into_owned();
        if line.is_empty() {
            let event = std::mem::take(&mut self.event);
            return (event != Event::default()).then_some(event);
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event.name),
            "data" => self.event.data.push_str(value),
            // A comment is a heartbeat; ids are for resuming, which a new request does as well.
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_together_from_any_pieces() {
        let text = ": hello\n\nid: 1\nevent: progress\ndata: {\"a\":\ndata: 1}\n\nevent: end\ndata: {}\n\n";
        for size in [1, 3, 7, 1000] {
            let mut parser = Parser::default();
            let events: Vec<Event> = text.as_bytes().chunks(size).flat_map(|chunk| parser.push(chunk)).collect();
            let event = |name: &str, data: &str| Event { name: name.to_owned(), data: data.to_owned() };
            assert_eq!(events, [event("progress", "{\"a\":1}"), event("end", "{}")]);
        }
    }
}
