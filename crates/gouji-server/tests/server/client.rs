//! A client of our own: frames over a pipe, and waiting for what the server says.

use gouji_workspace::{Entry, EntryKind, MemorySystem, OutputFile, System};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;
use tokio::io::{
    AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf,
};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;

/// So long that only a server that hangs needs it.
const PATIENCE: Duration = Duration::from_secs(60);

/// Files in memory that a test changes; a file can be held back, so that reading it waits.
#[derive(Default)]
pub struct Disk {
    files: Mutex<MemorySystem>,
    held: Mutex<BTreeSet<String>>,
    released: Condvar,
}

impl Disk {
    pub fn new(files: &[(&str, &str)]) -> Arc<Self> {
        let disk = Self::default();
        for (path, text) in files {
            disk.write(path, *text);
        }
        Arc::new(disk)
    }

    pub fn write(&self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.change(|files| files.with(path, bytes));
    }

    pub fn forbid(&self, path: &str) {
        self.change(|files| files.with_unreadable(path));
    }

    pub fn remove(&self, path: &str) {
        self.change(|files| files.without(path));
    }

    /// From now on whoever reads a file waits.
    pub fn hold(&self, path: &str) {
        self.held.lock().unwrap().insert(path.to_owned());
    }

    /// Lets all go on.
    pub fn release(&self) {
        self.held.lock().unwrap().clear();
        self.released.notify_all();
    }

    fn change(&self, change: impl FnOnce(MemorySystem) -> MemorySystem) {
        let mut files = self.files.lock().unwrap();
        *files = change(std::mem::take(&mut *files));
    }
}

impl System for Disk {
    fn read(&self, path: &Path, limit: usize) -> std::io::Result<Vec<u8>> {
        let name = path.to_string_lossy().into_owned();
        let held = self.held.lock().unwrap();
        drop(self.released.wait_while(held, |held| held.contains(&name)).unwrap());
        self.files.lock().unwrap().read(path, limit)
    }

    fn kind(&self, path: &Path) -> std::io::Result<EntryKind> {
        self.files.lock().unwrap().kind(path)
    }

    fn walk(&self, folder: &Path) -> Vec<Entry> {
        self.files.lock().unwrap().walk(folder)
    }

    fn cache_folder(&self) -> PathBuf {
        self.files.lock().unwrap().cache_folder()
    }

    fn set_read_only(&self, path: &Path) -> std::io::Result<()> {
        self.files.lock().unwrap().set_read_only(path)
    }

    fn create_folder(&self, path: &Path) -> std::io::Result<()> {
        self.files.lock().unwrap().create_folder(path)
    }

    fn create(&self, path: &Path) -> std::io::Result<Box<dyn OutputFile>> {
        self.files.lock().unwrap().create(path)
    }

    fn is_same(&self, left: &Path, right: &Path) -> bool {
        self.files.lock().unwrap().is_same(left, right)
    }

    fn canonical(&self, path: &Path) -> std::io::Result<PathBuf> {
        self.files.lock().unwrap().canonical(path)
    }
}

/// What was published last of a file.
#[derive(Clone, Debug)]
pub struct Published {
    pub version: Option<i64>,
    pub diagnostics: Vec<Value>,
}

/// A client, and the server that it drives.
pub struct Client {
    to_server: Option<WriteHalf<DuplexStream>>,
    from_server: UnboundedReceiver<Value>,
    server: JoinHandle<bool>,
    /// Answers by the number of the request.
    answers: BTreeMap<i64, Value>,
    /// Answers that are for nobody in particular.
    pub stray: Vec<Value>,
    /// What was published last, by address.
    pub published: BTreeMap<String, Published>,
    /// Requests of the server, as they came.
    pub requests: Vec<Value>,
    /// Other notifications of the server, as they came.
    pub notifications: Vec<Value>,
    /// Whether requests of the server are answered.
    pub answering: bool,
    last_id: i64,
}

/// Words of a message that the server showed.
pub fn message(notification: &Value) -> Option<&str> {
    (notification["method"] == "window/showMessage")
        .then(|| notification["params"]["message"].as_str().unwrap())
}

/// The codes of diagnostics, where they begin.
pub fn codes(diagnostics: &[Value]) -> Vec<&str> {
    diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap()).collect()
}

impl Client {
    /// Starts a server over files.
    pub fn new(disk: Arc<Disk>) -> Self {
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let (input, output) = tokio::io::split(theirs);
        let server = tokio::spawn(gouji_server::serve_with(disk, input, output));
        let (reading, writing) = tokio::io::split(ours);
        let (said, from_server) = unbounded_channel();
        tokio::spawn(async move {
            let mut reading = BufReader::new(reading);
            while let Some(message) = next_frame(&mut reading).await {
                if said.send(message).is_err() {
                    break;
                }
            }
        });
        Self {
            to_server: Some(writing),
            from_server,
            server,
            answers: BTreeMap::new(),
            stray: Vec::new(),
            published: BTreeMap::new(),
            requests: Vec::new(),
            notifications: Vec::new(),
            answering: true,
            last_id: 0,
        }
    }

    /// A client of a workspace in `/w`, that can do what `capabilities` say; UTF-16.
    pub async fn open(disk: Arc<Disk>, capabilities: Value) -> Self {
        let mut client = Self::new(disk);
        client.initialize(&["/w"], capabilities).await;
        client
    }

    /// As [`Client::open`], of one that can do nothing in particular.
    pub async fn plain(disk: Arc<Disk>) -> Self {
        Self::open(disk, json!({})).await
    }

    /// Greets the server; gives what it can do.
    pub async fn initialize(&mut self, folders: &[&str], capabilities: Value) -> Value {
        let folders: Vec<Value> = folders
            .iter()
            .map(|folder| json!({ "uri": format!("file://{folder}"), "name": folder }))
            .collect();
        let params = json!({
            "processId": null,
            "rootUri": null,
            "capabilities": capabilities,
            "workspaceFolders": folders,
        });
        let answer = self.ask("initialize", params).await;
        self.notify("initialized", json!({})).await;
        answer["result"]["capabilities"].clone()
    }

    pub async fn send_bytes(&mut self, bytes: &[u8]) {
        let to_server = self.to_server.as_mut().expect("the pipe is open");
        // A server that is gone is found out by whoever waits for it.
        let _ = tokio::time::timeout(PATIENCE, to_server.write_all(bytes)).await.expect("it reads");
        let _ = to_server.flush().await;
    }

    pub async fn send(&mut self, message: &Value) {
        self.send_bytes(&frame(message)).await;
    }

    /// Sends messages in one go.
    pub async fn send_all(&mut self, messages: &[Value]) {
        let bytes: Vec<u8> = messages.iter().flat_map(frame).collect();
        self.send_bytes(&bytes).await;
    }

    pub async fn notify(&mut self, method: &str, params: Value) {
        self.send(&notification(method, params)).await;
    }

    /// A request that is not sent yet, and its number.
    pub fn request(&mut self, method: &str, params: Value) -> (i64, Value) {
        self.last_id += 1;
        let id = self.last_id;
        (id, json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }))
    }

    /// Asks and waits for the answer: `result` or `error`.
    pub async fn ask(&mut self, method: &str, params: Value) -> Value {
        let (id, request) = self.request(method, params);
        self.send(&request).await;
        self.answer(id).await
    }

    /// Waits for the answer to a request.
    pub async fn answer(&mut self, id: i64) -> Value {
        self.until(&format!("the answer to {id}"), |client| client.answers.remove(&id)).await
    }

    /// Waits until something is so.
    pub async fn until<Found>(
        &mut self,
        what: &str,
        mut find: impl FnMut(&mut Self) -> Option<Found>,
    ) -> Found {
        loop {
            if let Some(found) = find(self) {
                return found;
            }
            let next = tokio::time::timeout(PATIENCE, self.from_server.recv()).await;
            let Ok(Some(message)) = next else {
                let published = &self.published;
                panic!("the server ended or hangs; waited for {what}; published: {published:#?}");
            };
            self.take(message).await;
        }
    }

    async fn take(&mut self, message: Value) {
        if message.get("method").is_none() {
            match message["id"].as_i64() {
                Some(id) => {
                    let before = self.answers.insert(id, message);
                    assert!(before.is_none(), "{id} is answered twice");
                }
                None => self.stray.push(message),
            }
        } else if message.get("id").is_some() {
            if self.answering {
                let answer = json!({ "jsonrpc": "2.0", "id": message["id"], "result": null });
                self.send(&answer).await;
            }
            self.requests.push(message);
        } else if message["method"] == "textDocument/publishDiagnostics" {
            let params = &message["params"];
            let uri = params["uri"].as_str().unwrap().to_owned();
            let diagnostics = params["diagnostics"].as_array().unwrap().clone();
            let version = params["version"].as_i64();
            self.published.insert(uri, Published { version, diagnostics });
        } else {
            self.notifications.push(message);
        }
    }

    /// Opens a text, version 1.
    pub async fn did_open(&mut self, path: &str, text: &str) {
        let language = if path.ends_with(".gouji") { "gouji" } else { "plaintext" };
        let document =
            json!({ "uri": uri(path), "languageId": language, "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    }

    pub async fn did_change(&mut self, path: &str, version: i64, changes: Value) {
        self.send(&change(path, version, changes)).await;
    }

    pub async fn did_close(&mut self, path: &str) {
        let params = json!({ "textDocument": { "uri": uri(path) } });
        self.notify("textDocument/didClose", params).await;
    }

    /// Says that files were changed on disk, whatever happened to them.
    pub async fn files_changed(&mut self, paths: &[&str]) {
        let changes: Vec<Value> =
            paths.iter().map(|path| json!({ "uri": uri(path), "type": 2 })).collect();
        self.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes })).await;
    }

    /// The diagnostics published of a version of a text.
    pub async fn diagnostics(&mut self, path: &str, version: i64) -> Vec<Value> {
        let is_it = |said: &Published| said.version == Some(version);
        self.published(path, is_it).await.diagnostics
    }

    /// Waits until what is published of a file is as wanted.
    pub async fn published(
        &mut self,
        path: &str,
        wanted: impl Fn(&Published) -> bool,
    ) -> Published {
        let uri = uri(path);
        let find =
            |client: &mut Self| client.published.get(&uri).filter(|said| wanted(said)).cloned();
        self.until(&format!("diagnostics of {uri}"), find).await
    }

    /// Waits until the codes published of a file are these.
    pub async fn published_codes(&mut self, path: &str, expected: &[&str]) -> Published {
        self.published(path, |said| codes(&said.diagnostics) == expected).await
    }

    /// Waits for a message to the user that holds some words.
    pub async fn shown(&mut self, words: &str) -> String {
        self.until(&format!("a message with {words}"), |client| {
            let mut shown = client.notifications.iter().filter_map(message);
            shown.find(|message| message.contains(words)).map(str::to_owned)
        })
        .await
    }

    /// The diagnostics of a file, pulled: the full report.
    pub async fn pull(&mut self, path: &str) -> Value {
        let params = json!({ "textDocument": { "uri": uri(path) } });
        self.ask("textDocument/diagnostic", params).await["result"].take()
    }

    /// Says goodbye in order; whether the server took it so.
    pub async fn leave(mut self) -> bool {
        let answer = self.ask_without_params("shutdown").await;
        assert!(answer["result"].is_null() && answer.get("error").is_none(), "{answer}");
        self.exit().await
    }

    pub async fn ask_without_params(&mut self, method: &str) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method })).await;
        self.answer(id).await
    }

    /// Says `exit` and keeps the pipe open; what the server then comes to.
    pub async fn exit(mut self) -> bool {
        self.send(&json!({ "jsonrpc": "2.0", "method": "exit" })).await;
        self.end().await
    }

    /// Goes away without a word.
    pub async fn vanish(mut self) -> bool {
        let mut to_server = self.to_server.take().unwrap();
        to_server.shutdown().await.unwrap();
        self.end().await
    }

    async fn end(self) -> bool {
        tokio::time::timeout(PATIENCE, self.server).await.expect("the server ends").unwrap()
    }
}

/// The address of a path, as the server writes it.
pub fn uri(path: &str) -> String {
    let escaped = path.bytes().map(|byte| match byte {
        b' '..=b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    format!("file://{}", escaped.collect::<String>())
}

pub fn notification(method: &str, params: Value) -> Value {
    json!({ "jsonrpc": "2.0", "method": method, "params": params })
}

pub fn change(path: &str, version: i64, changes: Value) -> Value {
    let document = json!({ "uri": uri(path), "version": version });
    let params = json!({ "textDocument": document, "contentChanges": changes });
    notification("textDocument/didChange", params)
}

/// An edit of `start` to `end`, each line and column.
pub fn edit(start: (u32, u32), end: (u32, u32), text: &str) -> Value {
    let position = |(line, character)| json!({ "line": line, "character": character });
    json!({ "range": { "start": position(start), "end": position(end) }, "text": text })
}

pub fn at(path: &str, line: u32, character: u32) -> Value {
    json!({
        "textDocument": { "uri": uri(path) },
        "position": { "line": line, "character": character },
    })
}

fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

async fn next_frame(reading: &mut BufReader<ReadHalf<DuplexStream>>) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reading.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        match line.trim() {
            "" => break,
            header => {
                let value = header.strip_prefix("Content-Length: ");
                length = value.expect("only lengths are sent").parse().unwrap();
            }
        }
    }
    let mut body = vec![0; length];
    reading.read_exact(&mut body).await.ok()?;
    Some(serde_json::from_slice(&body).expect("messages are JSON"))
}
