//! Standard output, written by whoever has something to say and not by a thread of its own: one thread
//! less between an edit and its diagnostics.

use std::io::{Stdout, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::io::AsyncWrite;

/// Standard output. A write waits until the client has taken it, and with it the thread that writes;
/// there are enough of them to go on reading what the client sends.
pub(crate) struct StandardOutput(Stdout);

impl StandardOutput {
    /// Standard output.
    pub(crate) fn new() -> Self {
        Self(std::io::stdout())
    }
}

impl AsyncWrite for StandardOutput {
    fn poll_write(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Poll::Ready(self.0.write(bytes))
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(self.0.flush())
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        self.poll_flush(context)
    }
}
