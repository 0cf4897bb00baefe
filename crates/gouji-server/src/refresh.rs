//! What an editor shows of one file may change with another: the lens above a rule with the
//! documents, the colours and hints of a document with the rules. Clients ask for these anew when
//! they are told to; they are told when the typing pauses.

use crate::capabilities::Refreshing;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tower_lsp::Client;

/// How long nothing may be typed before the client is told.
const PAUSE: Duration = Duration::from_millis(200);

/// Tells the client to ask anew.
pub(crate) struct Refresher {
    changes: UnboundedSender<bool>,
}

impl Refresher {
    /// One that tells, and what has to run for it.
    pub(crate) fn new(client: Client, can: Refreshing) -> (Self, impl Future<Output = ()>) {
        let (changes, changed) = unbounded_channel();
        (Self { changes }, run(client, can, changed))
    }

    /// A document changed, or `everything`: rules, or which files there are.
    pub(crate) fn changed(&self, everything: bool) {
        let _ = self.changes.send(everything);
    }
}

async fn run(client: Client, can: Refreshing, mut changed: UnboundedReceiver<bool>) {
    while let Some(mut everything) = changed.recv().await {
        while let Ok(next) = tokio::time::timeout(PAUSE, changed.recv()).await {
            let Some(next) = next else { return };
            everything |= next;
        }
        // A client that does not answer is not asked again.
        if can.lenses {
            let _ = client.code_lens_refresh().await;
        }
        if can.hints && everything {
            let _ = client.inlay_hint_refresh().await;
        }
        if can.tokens && everything {
            let _ = client.semantic_tokens_refresh().await;
        }
        if can.diagnostics && everything {
            let _ = client.workspace_diagnostic_refresh().await;
        }
    }
}
