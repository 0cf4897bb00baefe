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
mod standard_output;
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
    let orderly = runtime.block_on(serve(tokio::io::stdin(), standard_output::StandardOutput::new()));
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
    let output: Arc<tokio::sync::Mutex<frames::Output>> =
        Arc::new(tokio::sync::Mutex::new(Box::new(output)));
    let client = publisher::ToClient::new(Arc::clone(&output));
    let (answers, answered) = tokio::io::duplex(1 << 16);
    let sending = tokio::spawn(frames::send_answers(answered, output));
    let (service, socket) =
        LspService::new(|service_client| backend::Backend::new(service_client, client, seen));
    // Frames that are no JSON-RPC message end here; `exit` ends the service even while input is open.
    let (sound, frames) = tokio::io::duplex(1 << 16);
    let server = async {
        Server::new(sound, answers, socket).serve(service).await;
        // The answers are in the pipe; they still have to reach the client.
        let _ = sending.await;
    };
    let forward = frames::forward(input, frames);
    // Both in one task: what comes in goes on without another thread having to wake up.
    tokio::pin!(server, forward);
    let is_served = tokio::select! {
        () = &mut server => true,
        () = &mut forward => false,
    };
    if !is_served {
        // The answers to what came before are still on their way.
        let grace = std::time::Duration::from_millis(200);
        let _ = tokio::time::timeout(grace, server).await;
    }
    shut_down.load(Ordering::SeqCst)
}
