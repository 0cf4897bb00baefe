//! The language server: the protocol over `gouji-ide`.
//!
//! ```text
//! input ─▶ frames ─▶ tower-lsp ─▶ guard ─▶ backend ─┬─ what was typed ──────▶ state ─▶ publisher ─▶ output
//!                                                   ├─ what to read ─▶ disk ──▶ ┘  │
//!                                                   └─ questions ──▶ shared ◀─ snapshot ─▶ output
//! ```
//!
//! What tower-lsp does not do by itself, and where it is seen to:
//!
//! - It works on several messages at once and promises no order among them. `guard` begins every
//!   message as it arrives; a handler changes the state before it first waits. So edits are applied
//!   in the order sent, and a question is about the text that the client saw.
//! - It works on at most so many messages at once, and an edit behind them would wait: the number is
//!   set so high that none does (`serve_with`); how many questions are *computed* at one time is
//!   limited in `shared`.
//! - It passes over in silence a notification that it cannot read. Where that is about a text,
//!   `frames` has it said to the user.
//! - It ends at a message that is none, hangs at `exit` while the input stays open, and loses the
//!   answer of a handler that panics. `frames` lets only sound messages pass, and stops at `exit`;
//!   `guard` catches panics.
//! - Cancelling a request drops its handler, not the thread that computes for it; that thread ends
//!   with the next edit or its answer.
//!
//! Must never know: how rules are parsed or evaluated.

#![warn(clippy::all)]

mod backend;
mod capabilities;
mod convert;
mod diagnostics;
mod disk;
#[cfg(test)]
mod faults;
mod frames;
mod guard;
mod known_file;
mod notices;
mod progress;
mod publisher;
mod refresh;
mod request_context;
mod requests;
mod shared;
mod standard_output;
mod state;
mod views;

use gouji_workspace::{DiskSystem, System};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tower_lsp::{LspService, Server};

/// More messages than a client has under way.
const MESSAGES_AT_ONCE: usize = 4096;

/// Serves one client on standard input and output until it says `exit` or goes away.
pub fn run() -> ExitCode {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let Ok(runtime) = runtime else { return ExitCode::from(2) };
    let orderly =
        runtime.block_on(serve(tokio::io::stdin(), standard_output::StandardOutput::new()));
    // Reads that are still running are of no use to anyone.
    runtime.shutdown_background();
    ExitCode::from(u8::from(!orderly))
}

/// Serves one client; whether it asked to shut down before it left.
pub async fn serve<Input, Output>(input: Input, output: Output) -> bool
where
    Input: tokio::io::AsyncRead + Unpin + Send + 'static,
    Output: tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    serve_with(Arc::new(DiskSystem), input, output).await
}

/// As [`serve`], with the files of `system`.
pub async fn serve_with<Input, Output>(
    system: Arc<dyn System + Send + Sync>,
    input: Input,
    output: Output,
) -> bool
where
    Input: tokio::io::AsyncRead + Unpin + Send + 'static,
    Output: tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    let shut_down = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&shut_down);
    let output: frames::ToClient = Box::new(output);
    let output = Arc::new(tokio::sync::Mutex::new(output));
    let thread = publisher::ClientOutput::new(Arc::clone(&output));
    let (answers, answered) = tokio::io::duplex(1 << 16);
    let sending = tokio::spawn(frames::send_answers(answered, output));
    let (sound, frames) = tokio::io::duplex(1 << 16);
    let backend = |client| backend::Backend::new(client, thread, system, seen);
    let (service, socket) = LspService::build(backend)
        .custom_method(frames::REFUSED, backend::Backend::refuse)
        .custom_method(frames::MISUNDERSTOOD, backend::Backend::misunderstood)
        .custom_method(requests::texts::READING, backend::Backend::reading)
        .custom_method(requests::texts::TEXT, backend::Backend::text)
        .finish();
    let server = Server::new(sound, answers, socket).concurrency_level(MESSAGES_AT_ONCE);
    // A task of their own: tower-lsp panics where its output is closed before its input. And one for
    // both: what comes in goes on without another thread having to wake up.
    let session = tokio::spawn(async move {
        let served = async {
            server.serve(guard::Guard(service)).await;
            // The answers are in the pipe; they still have to reach the client.
            let _ = sending.await;
        };
        let forwarded = frames::forward(input, frames);
        tokio::pin!(served, forwarded);
        tokio::select! {
            () = &mut served => {}
            () = &mut forwarded => {
                // The answers to what came before are still on their way.
                let grace = std::time::Duration::from_millis(200);
                let _ = tokio::time::timeout(grace, served).await;
            }
        }
    });
    let _ = session.await;
    shut_down.load(Ordering::SeqCst)
}
