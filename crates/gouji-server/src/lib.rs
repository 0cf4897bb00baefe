//! The language server: the protocol over `gouji-ide`.
//!
//! Edits are applied strictly in the order sent: a handler changes the world before its first
//! `await`, under one lock. Everything that takes time runs on a snapshot outside the lock and is
//! cancelled by the next edit. One thread computes what is pushed.
//!
//! Must never know: how rules are parsed or evaluated.

#![warn(clippy::all)]

mod backend;
mod convert;
mod frames;
mod publisher;
mod world;

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tower_lsp::{LspService, Server};

/// Serves one client on standard input and output until it says `exit` or goes away.
pub fn run() -> ExitCode {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let Ok(runtime) = runtime else { return ExitCode::from(2) };
    let orderly = runtime.block_on(serve(tokio::io::stdin(), tokio::io::stdout()));
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
    let shut_down = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&shut_down);
    let (sound, frames) = tokio::io::duplex(1 << 16);
    let (done, left) = tokio::sync::oneshot::channel();
    // Frames that are no JSON-RPC message end here; `exit` ends the service even while input is open.
    tokio::spawn(async move {
        frames::forward(input, frames).await;
        // The answers to what came before are still on their way.
        let _ = done.send(());
    });
    let output = Arc::new(tokio::sync::Mutex::new(output));
    let (say, published) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(frames::send_published(published, Arc::clone(&output)));
    let (answers, answered) = tokio::io::duplex(1 << 16);
    let sending = tokio::spawn(frames::send_answers(answered, output));
    let (service, socket) = LspService::new(|client| backend::Backend::new(client, say, seen));
    let server = Server::new(sound, answers, socket).serve(service);
    let server = async {
        server.await;
        // The answers are in the pipe; they still have to reach the client.
        let _ = sending.await;
    };
    tokio::pin!(server);
    tokio::select! {
        () = &mut server => {}
        _ = left => {
            let grace = std::time::Duration::from_millis(200);
            let _ = tokio::time::timeout(grace, server).await;
        }
    }
    shut_down.load(Ordering::SeqCst)
}
