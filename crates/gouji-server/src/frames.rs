//! Only sound messages reach the service: a client that sends anything else is not answered, and
//! does not end it. What goes out comes from two sides, the service and the publisher, whole frame by
//! whole frame.

use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::sync::Mutex;

/// Largest message that is read, in bytes.
const LARGEST: usize = 512 << 20;

/// Longest header line, in bytes.
const LONGEST_HEADER: usize = 4096;

/// Forwards sound messages until the input ends or says `exit`.
pub(crate) async fn forward<Input, Sound>(input: Input, mut output: Sound)
where
    Input: AsyncRead + Unpin,
    Sound: AsyncWrite + Unpin,
{
    let mut input = BufReader::new(input);
    while let Some(length) = next_length(&mut input).await {
        if length > LARGEST {
            // Reading on would need more memory than any document is worth.
            break;
        }
        let mut body = vec![0; length];
        if input.read_exact(&mut body).await.is_err() {
            break;
        }
        let Ok(mut message) = serde_json::from_slice::<serde_json::Value>(&body) else { continue };
        let is_message = message.get("method").is_some_and(serde_json::Value::is_string)
            || message.get("id").is_some();
        if !is_message {
            continue;
        }
        let exits = message["method"] == "exit";
        // Some clients write `null` where there are no parameters.
        if message.get("params").is_some_and(serde_json::Value::is_null)
            && let Some(object) = message.as_object_mut()
        {
            object.remove("params");
            body = message.to_string().into_bytes();
        }
        let written = output.write_all(&framed(&body)).await.is_ok();
        if exits || !written || output.flush().await.is_err() {
            break;
        }
    }
}

/// Sends the service's frames to the client until the service ends.
pub(crate) async fn send_answers<Answers>(answers: Answers, output: Arc<Mutex<Output>>)
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

/// Where what is said to the client goes.
pub(crate) type Output = Box<dyn AsyncWrite + Send + Unpin>;

/// Whether the client still takes what is written.
pub(crate) async fn write(output: &Mutex<Output>, frame: &[u8]) -> bool {
    let mut output = output.lock().await;
    output.write_all(frame).await.is_ok() && output.flush().await.is_ok()
}

/// A message as it is sent.
pub(crate) fn framed(body: &[u8]) -> Vec<u8> {
    let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    frame.extend_from_slice(body);
    frame
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
        let input = frame(r#"{"id":1,"method":"shutdown","params":null}"#);
        assert_eq!(passed(&input).await, frame(r#"{"id":1,"method":"shutdown"}"#));
    }

    #[tokio::test]
    async fn what_is_no_message_is_passed_over() {
        let good = frame(r#"{"jsonrpc":"2.0","method":"initialized"}"#);
        let exit = frame(r#"{"jsonrpc":"2.0","method":"exit"}"#);
        let input = format!(
            "nonsense\r\n\r\n{}{}{good}{}{exit}{good}",
            frame("{not json"),
            frame("[]"),
            frame("7")
        );
        assert_eq!(passed(&input).await, format!("{good}{exit}"));
    }
}
