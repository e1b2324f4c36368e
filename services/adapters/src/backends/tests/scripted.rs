//! A pretend vendor's HTTP server: it answers by a function, keeps what it was asked, and spoils one
//! call in whichever way a test wants. One request a connection.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What came in.
#[derive(Debug, Clone)]
pub struct Received {
    pub method: String,
    /// With its query.
    pub path: String,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Received {
    /// Whether the key is in one of its headers.
    pub fn has_key(&self, key: &str) -> bool {
        self.headers.values().any(|value| value.contains(key))
    }

    pub fn is(&self, method: &str, path: &str) -> bool {
        self.method == method && self.path.split('?').next() == Some(path)
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// A form's text, with files in it as they came.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// What goes out.
#[derive(Debug, Clone)]
pub enum Reply {
    Answer {
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    },
    /// The head of an answer, half of its body, and the end.
    Cut(Vec<u8>),
    /// The call is taken and never answered for.
    Lost,
    /// The call is taken, and nothing more happens.
    Silent,
}

impl Reply {
    pub fn status(status: u16) -> Reply {
        Reply::Answer { status, headers: Vec::new(), body: Vec::new() }
    }

    pub fn json(value: &Value) -> Reply {
        Reply::status(200).text("application/json", &value.to_string())
    }

    pub fn file(mime: &str, bytes: &[u8]) -> Reply {
        let headers = vec![("content-type".to_owned(), mime.to_owned())];
        Reply::Answer { status: 200, headers, body: bytes.to_vec() }
    }

    pub fn text(self, mime: &str, text: &str) -> Reply {
        let Reply::Answer { status, headers, .. } = self.header("content-type", mime) else { unreachable!() };
        Reply::Answer { status, headers, body: text.as_bytes().to_vec() }
    }

    pub fn header(self, name: &str, value: &str) -> Reply {
        let Reply::Answer { status, mut headers, body } = self else { unreachable!("only answers have headers") };
        headers.push((name.to_owned(), value.to_owned()));
        Reply::Answer { status, headers, body }
    }

    /// The same bytes under another type.
    pub fn typed(self, mime: &str) -> Reply {
        let Reply::Answer { status, mut headers, body } = self else { unreachable!("only answers have a type") };
        headers.retain(|(name, _)| name != "content-type");
        Reply::Answer { status, headers, body }.header("content-type", mime)
    }

    pub fn cut(self) -> Reply {
        let bytes = self.bytes();
        let head = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4;
        Reply::Cut(bytes[..head + (bytes.len() - head) / 2].to_vec())
    }

    /// An answer that says it is larger than anything.
    pub fn endless(self) -> Reply {
        let Reply::Answer { status, headers, .. } = self else { unreachable!("only answers are large") };
        let head = Reply::Answer { status, headers, body: Vec::new() }.bytes();
        let text = String::from_utf8(head)
            .expect("a head is text")
            .replace("content-length: 0", "content-length: 99999999999");
        Reply::Cut(text.into_bytes())
    }

    fn bytes(&self) -> Vec<u8> {
        let Reply::Answer { status, headers, body } = self else { unreachable!("only answers have bytes") };
        let mut head = format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
        headers.iter().for_each(|(name, value)| head.push_str(&format!("{name}: {value}\r\n")));
        [format!("{head}\r\n").into_bytes(), body.clone()].concat()
    }
}

/// Answers a call; the vendor's file is at hand.
type Answer = Box<dyn FnMut(&Received, &[u8]) -> Reply + Send>;

/// A vendor: what it makes, and how it answers. It may remember.
pub struct Vendor {
    pub file: Vec<u8>,
    pub answer: Answer,
}

impl Vendor {
    pub fn new(file: Vec<u8>, answer: impl FnMut(&Received, &[u8]) -> Reply + Send + 'static) -> Vendor {
        Vendor { file, answer: Box::new(answer) }
    }
}

type Spoil = (usize, fn(Reply) -> Reply);

struct State {
    vendor: Vendor,
    received: Vec<Received>,
    spoil: Option<Spoil>,
}

pub struct Server {
    url: String,
    state: Arc<Mutex<State>>,
    job: JoinHandle<()>,
}

impl Server {
    pub async fn start(vendor: Vendor) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let state = Arc::new(Mutex::new(State { vendor, received: Vec::new(), spoil: None }));
        let shared = state.clone();
        let job = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, shared.clone()));
            }
        });
        Server { url, state, job }
    }

    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// Changes the answer to the call with this number. The vendor acts as if all were well.
    pub fn spoil(&self, index: usize, how: fn(Reply) -> Reply) {
        self.state.lock().expect("nobody panics while holding it").spoil = Some((index, how));
    }

    pub fn received(&self) -> Vec<Received> {
        self.state.lock().expect("nobody panics while holding it").received.clone()
    }

    /// Leaves the address to nobody.
    pub async fn stop(self) -> String {
        self.job.abort();
        drop(self.job.await);
        self.url
    }
}

async fn serve(mut stream: TcpStream, state: Arc<Mutex<State>>) {
    let Some(received) = read(&mut stream).await else { return };
    let reply = {
        let mut state = state.lock().expect("nobody panics while holding it");
        let index = state.received.len();
        state.received.push(received.clone());
        let State { vendor, spoil, .. } = &mut *state;
        let reply = (vendor.answer)(&received, &vendor.file);
        match spoil {
            Some((at, how)) if *at == index => how(reply),
            _ => reply,
        }
    };
    let bytes = match reply {
        Reply::Lost => return,
        Reply::Silent => std::future::pending().await,
        Reply::Cut(bytes) => bytes,
        answer @ Reply::Answer { .. } => answer.bytes(),
    };
    // The client may have gone.
    drop(stream.write_all(&bytes).await);
    drop(stream.shutdown().await);
}

async fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.lines();
    let mut first = lines.next()?.split(' ');
    let (method, path) = (first.next()?.to_owned(), first.next()?.to_owned());
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let mut body = bytes.split_off(head + 4);
    match headers.get("content-length").and_then(|length| length.parse::<usize>().ok()) {
        Some(length) => {
            while body.len() < length {
                if stream.read_buf(&mut body).await.ok()? == 0 {
                    return None;
                }
            }
        }
        None if headers.contains_key("transfer-encoding") => {
            while !body.ends_with(b"0\r\n\r\n") {
                if stream.read_buf(&mut body).await.ok()? == 0 {
                    return None;
                }
            }
        }
        None => {}
    }
    Some(Received { method, path, headers, body })
}

/// A whole picture as far as its structure goes.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let chunk = |kind: &[u8], data: &[u8]| {
        let length = u32::try_from(data.len()).expect("it is small").to_be_bytes();
        [&length[..], kind, data, &[0; 4]].concat()
    };
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunk(b"IDAT", &[7; 64]), chunk(b"IEND", &[])].concat()
}

/// A whole film as far as its structure goes.
pub fn mp4() -> Vec<u8> {
    let part = |kind: &[u8], data: &[u8]| {
        let length = u32::try_from(data.len() + 8).expect("it is small").to_be_bytes();
        [&length[..], kind, data].concat()
    };
    [part(b"ftyp", b"isom0000"), part(b"moov", &[1; 80]), part(b"mdat", &[2; 80])].concat()
}

/// One second of silence.
pub fn wav() -> Vec<u8> {
    let (rate, bytes) = (8_000_u32, 8_000_u32);
    let head = [
        &b"RIFF"[..],
        &(bytes + 36).to_le_bytes(),
        b"WAVEfmt ",
        &16_u32.to_le_bytes(),
        &[1, 0, 1, 0],
        &rate.to_le_bytes(),
        &rate.to_le_bytes(),
        &[1, 0, 8, 0],
        b"data",
        &bytes.to_le_bytes(),
    ];
    [head.concat(), vec![128; bytes as usize]].concat()
}
