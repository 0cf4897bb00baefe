//! Only sound messages reach the service. What is none is answered with an error, as JSON-RPC has
//! it, and does not end the service. What goes out comes from two sides, the service and the
//! publisher, whole frame by whole frame.

use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::sync::Mutex;
use tower_lsp::lsp_types as lsp;

/// The method that stands in for what was no message: the service answers it with the error that
/// its parameters describe.
pub(crate) const REFUSED: &str = "gouji/refused";

/// The method that stands in for a notification about a text that cannot be understood: to pass it
/// over in silence would leave the server with another text than the client has.
pub(crate) const MISUNDERSTOOD: &str = "gouji/misunderstood";

/// Largest message that is read, in bytes: no document is larger.
const LARGEST: usize = 512 << 20;

/// Longest header line, in bytes.
const LONGEST_HEADER: usize = 4096;

/// Forwards sound messages until the input ends or says `exit`.
pub(crate) async fn forward<Input, Output>(input: Input, mut output: Output)
where
    Input: AsyncRead + Unpin,
    Output: AsyncWrite + Unpin,
{
    let mut input = BufReader::new(input);
    while let Some(length) = next_length(&mut input).await {
        let message = match next_body(&mut input, length).await {
            FrameBody::Ended => break,
            FrameBody::TooLong => {
                let words = format!("a message of {length} bytes is not read");
                refusal(&Value::Null, INVALID_REQUEST, &words)
            }
            FrameBody::Read(body) => sound(body),
        };
        let written = output.write_all(&framed(&message.body)).await.is_ok();
        if message.exits || !written || output.flush().await.is_err() {
            break;
        }
    }
}

/// Where what is said to the client goes.
pub(crate) type ToClient = Box<dyn AsyncWrite + Send + Unpin>;

/// Sends the service's frames to the client until the service ends.
pub(crate) async fn send_answers<Answers>(answers: Answers, output: Arc<Mutex<ToClient>>)
where
    Answers: AsyncRead + Unpin,
{
    let mut answers = BufReader::new(answers);
    while let Some(length) = next_length(&mut answers).await {
        let mut body = vec![0; length];
        if answers.read_exact(&mut body).await.is_err() || !write(&output, &framed(&body)).await {
            break;
        }
    }
}

/// Whether the client still takes what is written.
pub(crate) async fn write(output: &Mutex<ToClient>, frame: &[u8]) -> bool {
    let mut output = output.lock().await;
    output.write_all(frame).await.is_ok() && output.flush().await.is_ok()
}

/// A message as it is sent.
pub(crate) fn framed(body: &[u8]) -> Vec<u8> {
    let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    frame.extend_from_slice(body);
    frame
}

enum FrameBody {
    Read(Vec<u8>),
    TooLong,
    Ended,
}

async fn next_body<Input: AsyncRead + Unpin>(
    input: &mut BufReader<Input>,
    length: usize,
) -> FrameBody {
    if length > LARGEST {
        let mut rest = input.take(length as u64);
        return match tokio::io::copy(&mut rest, &mut tokio::io::sink()).await {
            Ok(passed) if passed == length as u64 => FrameBody::TooLong,
            Ok(_) | Err(_) => FrameBody::Ended,
        };
    }
    // Room is made for what comes, not for what is announced.
    let mut body = Vec::new();
    match input.take(length as u64).read_to_end(&mut body).await {
        Ok(read) if read == length => FrameBody::Read(body),
        Ok(_) | Err(_) => FrameBody::Ended,
    }
}

/// A message as the service can read it.
struct SoundMessage {
    body: Vec<u8>,
    exits: bool,
}

const PARSE_ERROR: i64 = -32700;
const INVALID_REQUEST: i64 = -32600;

fn sound(body: Vec<u8>) -> SoundMessage {
    let mut message = match serde_json::from_slice::<Value>(&body) {
        Ok(Value::Object(message)) => message,
        Ok(_) => return refusal(&Value::Null, INVALID_REQUEST, "not a single message"),
        Err(error) => return refusal(&Value::Null, PARSE_ERROR, &error.to_string()),
    };
    let id = message.get("id").cloned();
    let is_id = |id: &Value| id.is_null() || id.is_string() || id.as_i64().is_some();
    let answered = id.clone().filter(|id| is_id(id)).unwrap_or_default();
    let refuse = |words| refusal(&answered, INVALID_REQUEST, words);
    if message.get("jsonrpc").is_none_or(|version| version != "2.0") {
        return refuse("not of JSON-RPC 2.0");
    }
    if !id.as_ref().is_none_or(is_id) {
        return refuse("an id is a number or a text");
    }
    match message.get("method") {
        Some(Value::String(method)) => {
            let exits = method == "exit";
            if let Some(problem) = misunderstood(method, message.get("params")) {
                let params = json!({ "method": method, "message": problem });
                return message_to(MISUNDERSTOOD, &params);
            }
            if method == "initialize" {
                mend_capabilities(&mut message);
                return SoundMessage {
                    body: Value::Object(message).to_string().into_bytes(),
                    exits,
                };
            }
            // Some clients write `null` where there are no parameters.
            let is_plain = !message.get("params").is_some_and(Value::is_null)
                && !message.contains_key("result")
                && !message.contains_key("error");
            if is_plain {
                return SoundMessage { body, exits };
            }
            message.retain(|key, value| match key.as_str() {
                "params" => !value.is_null(),
                // With these it would be taken for an answer.
                "result" | "error" => false,
                _ => true,
            });
            SoundMessage { body: Value::Object(message).to_string().into_bytes(), exits }
        }
        Some(_) => refuse("a method is a text"),
        None if id.is_some() => answer(body, &message),
        None => refuse("neither a request nor an answer"),
    }
}

/// What is wrong with a notification about a text.
fn misunderstood(method: &str, params: Option<&Value>) -> Option<String> {
    fn problem<'value, Params: Deserialize<'value>>(params: &'value Value) -> Option<String> {
        Params::deserialize(params).err().map(|error| error.to_string())
    }
    let params = params.unwrap_or(&Value::Null);
    match method {
        "textDocument/didOpen" => problem::<lsp::DidOpenTextDocumentParams>(params),
        "textDocument/didChange" => problem::<lsp::DidChangeTextDocumentParams>(params),
        "textDocument/didClose" => problem::<lsp::DidCloseTextDocumentParams>(params),
        _ => None,
    }
}

/// `workspace.diagnostics` of the protocol is `workspace.diagnostic` in the types that read it.
fn mend_capabilities(message: &mut serde_json::Map<String, Value>) {
    let workspace = message
        .get_mut("params")
        .and_then(|params| params.pointer_mut("/capabilities/workspace"))
        .and_then(Value::as_object_mut);
    if let Some(workspace) = workspace
        && let Some(diagnostics) = workspace.get("diagnostics").cloned()
    {
        workspace.insert("diagnostic".to_owned(), diagnostics);
    }
}

fn message_to(method: &str, params: &Value) -> SoundMessage {
    let message = json!({ "jsonrpc": "2.0", "method": method, "params": params });
    SoundMessage { body: message.to_string().into_bytes(), exits: false }
}

/// An answer to one of our requests.
fn answer(body: Vec<u8>, message: &serde_json::Map<String, Value>) -> SoundMessage {
    let error = message.get("error");
    let is_error = error.is_some_and(|error| {
        error["code"].as_i64().is_some() && error["message"].as_str().is_some()
    });
    if message.contains_key("result") || is_error {
        return SoundMessage { body, exits: false };
    }
    // A response gets no response, but the request that waits for it must end.
    let mended = json!({
        "jsonrpc": "2.0",
        "id": message.get("id"),
        "error": { "code": INVALID_REQUEST, "message": "an answer without a result" },
    });
    SoundMessage { body: mended.to_string().into_bytes(), exits: false }
}

fn refusal(id: &Value, code: i64, words: &str) -> SoundMessage {
    let params = json!({ "code": code, "message": words });
    let refused = json!({ "jsonrpc": "2.0", "id": id, "method": REFUSED, "params": params });
    SoundMessage { body: refused.to_string().into_bytes(), exits: false }
}

/// The length that the next headers announce; lines that are no header are passed over.
async fn next_length<Input: AsyncRead + Unpin>(input: &mut BufReader<Input>) -> Option<usize> {
    let mut length = None;
    loop {
        let line = next_line(input).await?;
        let text = String::from_utf8_lossy(&line);
        let text = text.trim();
        if text.is_empty() {
            if let Some(length) = length {
                return Some(length);
            }
            continue;
        }
        if let Some((name, value)) = text.split_once(':')
            && name.trim().eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok();
        }
    }
}

/// A line, cut off where it is longer than any header.
async fn next_line<Input: AsyncRead + Unpin>(input: &mut BufReader<Input>) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    let mut limited = input.take(LONGEST_HEADER as u64);
    match limited.read_until(b'\n', &mut line).await {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(line),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn passed(input: &str) -> String {
        let (mut reading, writing) = tokio::io::duplex(1 << 16);
        forward(input.as_bytes(), writing).await;
        let mut text = String::new();
        reading.read_to_string(&mut text).await.unwrap();
        text
    }

    fn frame(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[tokio::test]
    async fn null_parameters_are_no_parameters() {
        let input = frame(r#"{"id":1,"jsonrpc":"2.0","method":"shutdown","params":null}"#);
        let expected = frame(r#"{"id":1,"jsonrpc":"2.0","method":"shutdown"}"#);
        assert_eq!(passed(&input).await, expected);
    }

    #[tokio::test]
    async fn what_is_no_message_is_refused_and_the_next_one_passes() {
        let good = r#"{"jsonrpc":"2.0","method":"initialized"}"#;
        let exit = r#"{"jsonrpc":"2.0","method":"exit"}"#;
        let refused = [
            ("{not json", "null", PARSE_ERROR),
            ("[]", "null", INVALID_REQUEST),
            ("7", "null", INVALID_REQUEST),
            (r#"{"jsonrpc":"2.0"}"#, "null", INVALID_REQUEST),
            (r#"{"jsonrpc":"1.0","id":3,"method":"x"}"#, "3", INVALID_REQUEST),
            (r#"{"jsonrpc":"2.0","id":3,"method":4}"#, "3", INVALID_REQUEST),
            (r#"{"jsonrpc":"2.0","id":[],"method":"x"}"#, "null", INVALID_REQUEST),
            (r#"{"jsonrpc":"2.0","id":1.5,"method":"x"}"#, "null", INVALID_REQUEST),
        ];
        for (body, id, code) in refused {
            let input = format!("nonsense\r\n\r\n{}{}{}", frame(body), frame(exit), frame(good));
            let passed = passed(&input).await;
            let mut messages = passed.split("Content-Length: ").skip(1).map(|message| {
                let (_, body) = message.split_once("\r\n\r\n").unwrap();
                serde_json::from_str::<Value>(body).unwrap()
            });
            let said = messages.next().unwrap();
            assert_eq!(said["method"], REFUSED, "{body}");
            assert_eq!(
                (said["id"].to_string().as_str(), &said["params"]["code"]),
                (id, &json!(code))
            );
            assert_eq!(messages.next().unwrap()["method"], "exit");
            assert!(messages.next().is_none(), "nothing is read after exit");
        }
    }

    #[tokio::test]
    async fn a_message_that_is_too_long_is_passed_over_without_keeping_it() {
        let length = LARGEST + 1;
        let head = format!("Content-Length: {length}\r\n\r\n");
        let good = frame(r#"{"jsonrpc":"2.0","method":"initialized"}"#);
        let input = head.as_bytes().chain(tokio::io::repeat(b'x').take(length as u64));
        let input = input.chain(good.as_bytes());
        let (mut reading, writing) = tokio::io::duplex(1 << 16);
        forward(input, writing).await;
        let mut text = String::new();
        reading.read_to_string(&mut text).await.unwrap();
        assert!(text.contains(REFUSED) && text.ends_with(&good), "{text}");
    }

    #[tokio::test]
    async fn a_length_that_is_a_lie_makes_no_room_for_it() {
        for length in ["536870912", "99999999999", "-1", "18446744073709551616"] {
            let input = format!("Content-Length: {length}\r\n\r\n{{}}");
            assert_eq!(passed(&input).await, "");
        }
    }
}
