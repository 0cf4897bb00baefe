//! A language server as a child process, and the frames to and from it.
//!
//! A thread takes the time of every frame when its last byte has been read, before anyone looks
//! into it: what the client does with a frame is in no measurement.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long a server may keep silent before the measurement is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// Largest frame that is read, in bytes.
const LARGEST: usize = 1 << 30;

/// What went wrong, for people.
pub type Outcome<Value> = Result<Value, String>;

/// A program that speaks the protocol.
#[derive(Clone)]
pub struct LanguageServer {
    /// The name for tables.
    pub name: &'static str,
    /// The binary.
    pub path: PathBuf,
    /// What makes it a server on standard input and output.
    pub arguments: &'static [&'static str],
}

impl LanguageServer {
    /// What it says of its version.
    pub fn version(&self) -> String {
        let said = Command::new(&self.path).arg("--version").output();
        let text = said.map(|said| String::from_utf8_lossy(&said.stdout).trim().to_owned());
        text.unwrap_or_default()
    }
}

/// A message as it came.
pub struct Message {
    /// When its last byte was read.
    pub at: Instant,
    body: String,
}

impl Message {
    /// Whether it may be what is said of this version of a file: a cheap look, to be confirmed.
    fn may_be_said_of(&self, uri: &str, version: Option<i64>) -> bool {
        let versioned = version.is_none_or(|it| self.body.contains(&format!("\"version\":{it}")));
        versioned
            && self.body.contains("\"textDocument/publishDiagnostics\"")
            && self.body.contains(uri)
    }

    fn value(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// What it says of a file, if it does.
    pub fn said(&self, uri: &str) -> Option<Said> {
        let mut value = self.value();
        let params = &mut value["params"];
        if params["uri"] != uri {
            return None;
        }
        let version = params["version"].as_i64();
        Some(Said { at: self.at, version, diagnostics: params["diagnostics"].take() })
    }
}

/// Diagnostics that were pushed.
pub struct Said {
    /// When they were read.
    pub at: Instant,
    /// The version of the file they are about.
    pub version: Option<i64>,
    /// A list, as it came.
    pub diagnostics: Value,
}

impl Said {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.diagnostics.as_array().map_or(0, Vec::len)
    }
}

/// What is awaited of a file.
pub struct ExpectedDiagnostics<'a> {
    /// The file.
    pub uri: &'a str,
    /// The version, or any.
    pub version: Option<i64>,
    /// The diagnostics, or any.
    pub diagnostics: Option<&'a Value>,
}

impl ExpectedDiagnostics<'_> {
    fn found(&self, frame: &Message) -> Option<Said> {
        if !frame.may_be_said_of(self.uri, self.version) {
            return None;
        }
        let said = frame.said(self.uri)?;
        let versioned = self.version.is_none_or(|version| said.version == Some(version));
        let equal = self.diagnostics.is_none_or(|wanted| said.diagnostics == *wanted);
        (versioned && equal).then_some(said)
    }
}

/// How diagnostics are asked for.
#[derive(Clone, Copy, PartialEq)]
pub enum Way {
    /// The server sends them by itself.
    Push,
    /// The client says that it asks.
    Pull,
}

/// A running server.
pub struct Server {
    child: Child,
    input: ChildStdin,
    frames: Receiver<Message>,
    requests: i64,
    has_passed: bool,
    name: &'static str,
    /// When it was about to be started.
    pub born: Instant,
}

impl Server {
    /// Starts a server on a folder and greets it.
    pub fn start(program: &LanguageServer, folder: &Path, way: Way) -> Outcome<Self> {
        let mut command = Command::new(&program.path);
        command.args(program.arguments).current_dir(folder);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let born = Instant::now();
        let mut child =
            command.spawn().map_err(|error| format!("{}: {error}", program.path.display()))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(format!("{}: no pipes", program.name));
        };
        let (sender, frames) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::with_capacity(1 << 18, output);
            while let Some(frame) = next_frame(&mut output) {
                if sender.send(frame).is_err() {
                    break;
                }
            }
        });
        let name = program.name;
        let mut server = Self { child, input, frames, requests: 0, has_passed: false, name, born };
        server.greet(folder, way)?;
        Ok(server)
    }

    fn greet(&mut self, folder: &Path, way: Way) -> Outcome<()> {
        let uri = uri_of(folder);
        let mut text_document = json!({
            "synchronization": { "dynamicRegistration": false },
            "publishDiagnostics": { "versionSupport": true, "relatedInformation": true },
        });
        if way == Way::Pull {
            text_document["diagnostic"] = json!({ "dynamicRegistration": false });
        }
        let (_, answer) = self.ask(
            "initialize",
            json!({
                "processId": std::process::id(),
                "rootUri": uri,
                "workspaceFolders": [{ "uri": uri, "name": "live" }],
                "capabilities": {
                    "general": { "positionEncodings": ["utf-8"] },
                    "window": { "workDoneProgress": true },
                    "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } },
                    "textDocument": text_document,
                },
            }),
        )?;
        if answer["capabilities"]["positionEncoding"] != "utf-8" {
            return Err(format!("{}: does not count in UTF-8", self.name));
        }
        self.tell("initialized", json!({}))
    }

    /// The process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Sends a frame that is ready; the time when its first byte was about to be written.
    pub fn send(&mut self, frame: &[u8]) -> Outcome<Instant> {
        let at = Instant::now();
        let sent = self.input.write_all(frame).and_then(|()| self.input.flush());
        sent.map_err(|error| format!("{}: {error}", self.name))?;
        Ok(at)
    }

    /// Sends a notification.
    pub fn tell(&mut self, method: &str, params: Value) -> Outcome<()> {
        self.send(&frame(&json!({ "jsonrpc": "2.0", "method": method, "params": params })))?;
        Ok(())
    }

    /// A request, ready to be sent, and the number of its answer.
    pub fn request(&mut self, method: &str, params: Value) -> (i64, Vec<u8>) {
        self.requests += 1;
        let number = self.requests;
        let body = json!({ "jsonrpc": "2.0", "id": number, "method": method, "params": params });
        (number, frame(&body))
    }

    /// Sends a request and awaits its answer.
    pub fn ask(&mut self, method: &str, params: Value) -> Outcome<(Instant, Value)> {
        let (number, frame) = self.request(method, params);
        self.send(&frame)?;
        self.answer(number)
    }

    /// Awaits the answer to a request.
    pub fn answer(&mut self, number: i64) -> Outcome<(Instant, Value)> {
        let needle = format!("\"id\":{number}");
        loop {
            let frame = self.next()?;
            if !frame.body.contains(&needle) {
                continue;
            }
            let mut value = frame.value();
            if value["id"] == number && value.get("method").is_none() {
                if let Some(error) = value.get("error") {
                    return Err(format!("{}: {error}", self.name));
                }
                return Ok((frame.at, value["result"].take()));
            }
        }
    }

    /// Opens a file as version 1.
    pub fn open(&mut self, uri: &str, language: &str, text: &str) -> Outcome<()> {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }))
    }

    /// Awaits what is said of one version of a file.
    pub fn said(&mut self, uri: &str, version: i64) -> Outcome<Said> {
        self.said_of(&ExpectedDiagnostics { uri, version: Some(version), diagnostics: None })
    }

    /// Awaits one thing.
    pub fn said_of(&mut self, wanted: &ExpectedDiagnostics<'_>) -> Outcome<Said> {
        loop {
            if let Some(said) = wanted.found(&self.next()?) {
                return Ok(said);
            }
        }
    }

    /// Awaits two things, whichever comes first.
    pub fn both_said(
        &mut self,
        one: &ExpectedDiagnostics<'_>,
        other: &ExpectedDiagnostics<'_>,
    ) -> Outcome<(Said, Said)> {
        let (mut first, mut second) = (None, None);
        loop {
            let frame = self.next()?;
            first = first.or_else(|| one.found(&frame));
            second = second.or_else(|| other.found(&frame));
            match (first, second) {
                (Some(first), Some(second)) => return Ok((first, second)),
                (one, other) => (first, second) = (one, other),
            }
        }
    }

    /// All frames up to the one that is about this version of a file, unread: to be confirmed.
    pub fn frames_until(&mut self, uri: &str, version: i64) -> Outcome<Vec<Message>> {
        let mut frames = Vec::new();
        loop {
            let frame = self.next()?;
            let is_last = frame.may_be_said_of(uri, Some(version));
            frames.push(frame);
            if is_last {
                return Ok(frames);
            }
        }
    }

    /// Awaits the end of the first pass over the folder, for servers that announce it.
    pub fn first_pass(&mut self) -> Outcome<()> {
        while !self.has_passed {
            self.next()?;
        }
        Ok(())
    }

    /// The next frame that is not a request of the server; those are answered.
    fn next(&mut self) -> Outcome<Message> {
        loop {
            let frame = self.frames.recv_timeout(PATIENCE);
            let frame = frame.map_err(|error| format!("{}: silent: {error}", self.name))?;
            // Progress and requests are short, and only requests have both a number and a method.
            let is_short = frame.body.len() < 1 << 14;
            if is_short && frame.body.contains("\"$/progress\"") {
                self.has_passed |= frame.value()["params"]["value"]["kind"] == "end";
            }
            if !(is_short && frame.body.contains("\"id\":") && frame.body.contains("\"method\":")) {
                return Ok(frame);
            }
            let value = frame.value();
            let (Some(id), Some(method)) = (value.get("id"), value["method"].as_str()) else {
                return Ok(frame);
            };
            let items = value["params"]["items"].as_array().map_or(0, Vec::len);
            let is_configuration = method == "workspace/configuration";
            let result =
                if is_configuration { json!(vec![Value::Null; items]) } else { json!(null) };
            self.send(&self::frame(&json!({ "jsonrpc": "2.0", "id": id, "result": result })))?;
        }
    }

    /// Takes leave, as the protocol wants it.
    pub fn stop(mut self) -> Outcome<()> {
        self.ask("shutdown", Value::Null)?;
        self.tell("exit", Value::Null)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that took leave is on its way out; one that did not must not outlive its measurement.
        let started = Instant::now();
        while started.elapsed() < Duration::from_secs(2) {
            if self.child.try_wait().is_ok_and(|status| status.is_some()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A message with its header.
pub fn frame(body: &Value) -> Vec<u8> {
    let body = body.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn next_frame(output: &mut BufReader<ChildStdout>) -> Option<Message> {
    let mut length = None;
    let mut line = String::new();
    loop {
        line.clear();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let header = line.trim();
        if header.is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
    }
    let mut body = vec![0; length.filter(|length| *length <= LARGEST)?];
    output.read_exact(&mut body).ok()?;
    let at = Instant::now();
    Some(Message { at, body: String::from_utf8(body).ok()? })
}

/// The address of a file.
pub fn uri_of(path: &Path) -> String {
    let mut uri = "file://".to_owned();
    for byte in path.to_string_lossy().bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
