//! Defects put in on purpose, and what they may not cost.

use crate::backend::Backend;
use crate::state::{ServerState, path_of};
use gouji_workspace::MemorySystem;
use std::pin::pin;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use tower_lsp::jsonrpc::ErrorCode;
use tower_lsp::lsp_types as lsp;
use tower_lsp::{ClientSocket, LanguageServer, LspService};

/// A document that says this brings a defect of the program to light.
const DEFECT: &str = "这份文件让程序出错";

/// The defect.
pub(crate) fn strike(text: &str) {
    assert!(!text.contains(DEFECT), "put in on purpose");
}

fn service() -> (LspService<Backend>, ClientSocket) {
    let files = Arc::new(MemorySystem::default());
    let nobody: crate::frames::ToClient = Box::new(tokio::io::sink());
    let output_to_client =
        crate::publisher::ClientOutput::new(Arc::new(tokio::sync::Mutex::new(nobody)));
    LspService::new(|client| {
        Backend::new(client, output_to_client, files, Arc::new(AtomicBool::new(false)))
    })
}

fn uri(name: &str) -> lsp::Url {
    format!("file:///w/{name}.txt").parse().unwrap()
}

fn open(state: &mut ServerState, name: &str, text: &str) {
    state.open(&uri(name), "plaintext", 1, text.to_owned());
}

fn codes(report: &lsp::WorkspaceDocumentDiagnosticReport) -> Vec<String> {
    let lsp::WorkspaceDocumentDiagnosticReport::Full(full) = report else { return Vec::new() };
    let items = full.full_document_diagnostic_report.items.iter();
    items.map(|item| serde_json::json!(item.code).as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn a_document_that_brings_a_defect_to_light_costs_the_others_nothing() {
    let (service, _socket) = service();
    service.inner().shared().change(|state| {
        open(state, "a", DEFECT);
        open(state, "b", "");
    });
    let params = lsp::WorkspaceDiagnosticParams {
        identifier: None,
        previous_result_ids: Vec::new(),
        work_done_progress_params: Default::default(),
        partial_result_params: Default::default(),
    };
    let report = service.inner().workspace_diagnostic(params).await.unwrap();
    let lsp::WorkspaceDiagnosticReportResult::Report(report) = report else { panic!("{report:?}") };
    let found: Vec<Vec<String>> = report.items.iter().map(codes).collect();
    assert_eq!(found[0], ["internal/crash"]);
    assert!(found[1].iter().any(|code| code == "document/empty"), "{found:?}");
}

#[tokio::test]
async fn a_question_that_panics_is_an_error_and_the_next_is_answered() {
    let (service, _socket) = service();
    let shared = service.inner().shared();
    shared.change(|state| open(state, "a", "甲"));
    for _ in 0..5 {
        let asked = shared.ask_about(uri("a"), |_, _| -> u32 { panic!("put in on purpose") }).await;
        assert_eq!(asked.unwrap_err().code, ErrorCode::InternalError);
    }
    assert_eq!(shared.ask_about(uri("a"), |_, _| 7).await, Ok(7));
    assert_eq!(shared.ask(|_| 8).await, Ok(8));
}

#[tokio::test]
async fn a_change_that_panics_leaves_the_next_ones_alone() {
    let (service, _socket) = service();
    let shared = service.inner().shared();
    shared.change(|state| open(state, "a", "甲"));
    shared.change(|_| panic!("put in on purpose"));
    shared.change(|state| open(state, "b", "乙"));
    let texts = ["a", "b"].map(|name| shared.lock().text(&uri(name)).unwrap().to_string());
    assert_eq!(texts, ["甲", "乙"]);
}

#[tokio::test]
async fn an_answer_about_a_text_that_has_changed_since_is_not_given() {
    let (service, _socket) = service();
    let shared = service.inner().shared();
    shared.change(|state| open(state, "a", "甲"));
    shared.change(|state| open(state, "b", "乙"));
    for (changed, is_given) in [("b", true), ("a", false)] {
        let (begin, begins) = channel();
        let (tell, told) = channel();
        let begins = Mutex::new(begins);
        let mut asking = pin!(shared.ask_about(uri("a"), move |_, _| {
            begins.lock().unwrap().recv().unwrap();
            tell.send(()).unwrap();
            7
        }));
        let asked = asking.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(asked, Poll::Pending);
        // The answer is found, and not yet sent, when the edit comes.
        begin.send(()).unwrap();
        told.recv().unwrap();
        shared.change(|state| {
            let change = lsp::TextDocumentContentChangeEvent {
                range: None,
                range_length: None,
                text: format!("{changed} 改"),
            };
            state.change(&uri(changed), 2, vec![change]);
            assert!(state.entries.contains_key(&path_of(&uri(changed))));
        });
        let answer = asking.await.map_err(|error| error.code);
        assert_eq!(answer, if is_given { Ok(7) } else { Err(ErrorCode::ContentModified) });
    }
}
