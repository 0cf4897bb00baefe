//! What stands between tower-lsp and the handlers: every message is begun the moment it arrives, and
//! a panic in one of them costs nothing but that one.

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_service::Service;

/// A service around the one that tower-lsp makes of the handlers.
pub(crate) struct Guard<Inner>(pub(crate) Inner);

type Answering<Problem> =
    Pin<Box<dyn Future<Output = Result<Option<Response>, Problem>> + Send + 'static>>;

type Panic = Box<dyn Any + Send>;

impl<Inner, Problem> Service<Request> for Guard<Inner>
where
    Inner:
        Service<Request, Response = Option<Response>, Error = Problem, Future = Answering<Problem>>,
    Problem: Send + 'static,
{
    type Response = Option<Response>;
    type Error = Problem;
    type Future = Answering<Problem>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Problem>> {
        self.0.poll_ready(context)
    }

    /// Runs the handler up to where it first waits, whatever else is being answered: what a handler
    /// does before that is done in the order in which messages arrive.
    fn call(&mut self, request: Request) -> Self::Future {
        let id = request.id().cloned();
        let begun = catch_unwind(AssertUnwindSafe(|| {
            let mut answering = self.0.call(request);
            // Whoever waits for the answer polls it again and is then the one to be woken.
            let first = answering.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            (answering, first)
        }));
        match begun {
            Ok((answering, Poll::Pending)) => Box::pin(finish(answering, id)),
            Ok((_, Poll::Ready(answer))) => Box::pin(std::future::ready(answer)),
            Err(panic) => Box::pin(std::future::ready(Ok(failure(id, &panic)))),
        }
    }
}

async fn finish<Problem>(
    mut answering: Answering<Problem>,
    id: Option<Id>,
) -> Result<Option<Response>, Problem> {
    std::future::poll_fn(move |context| {
        let polled = catch_unwind(AssertUnwindSafe(|| answering.as_mut().poll(context)));
        polled.unwrap_or_else(|panic| Poll::Ready(Ok(failure(id.clone(), &panic))))
    })
    .await
}

/// The answer to a request whose handler panicked; a notification has none.
fn failure(id: Option<Id>, panic: &Panic) -> Option<Response> {
    let mut error = Error::internal_error();
    error.data = Some(serde_json::Value::String(words(panic)));
    id.map(|id| Response::from_error(id, error))
}

/// What a panic says of itself.
pub(crate) fn words(panic: &Panic) -> String {
    let literal = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
    literal.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};
    use tower_lsp::jsonrpc::ErrorCode;

    /// Notes the methods in the order in which their handlers begin.
    #[derive(Default)]
    struct Handlers {
        begun: Arc<Mutex<Vec<String>>>,
    }

    impl Service<Request> for Handlers {
        type Response = Option<Response>;
        type Error = ();
        type Future = Answering<()>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), ()>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: Request) -> Self::Future {
            let (method, id, _) = request.into_parts();
            assert!(method != "panics at once", "at once");
            let begun = Arc::clone(&self.begun);
            Box::pin(async move {
                begun.lock().unwrap().push(method.to_string());
                assert!(method != "panics when begun", "when begun");
                tokio::task::yield_now().await;
                assert!(method != "panics later", "later");
                Ok(id.map(|id| Response::from_ok(id, serde_json::Value::Null)))
            })
        }
    }

    fn request(method: &'static str) -> Request {
        Request::build(method).id(1).finish()
    }

    #[tokio::test]
    async fn a_panic_in_a_handler_is_answered_and_the_next_request_too() {
        let mut guard = Guard(Handlers::default());
        let panics = [
            ("panics at once", "at once"),
            ("panics when begun", "when begun"),
            ("panics later", "later"),
        ];
        for (method, said) in panics {
            let answer = guard.call(request(method)).await.unwrap().unwrap();
            let error = answer.error().unwrap();
            assert_eq!(error.code, ErrorCode::InternalError, "{method}");
            assert_eq!(error.data, Some(said.into()));
            let notified = guard.call(Request::build(method).finish()).await.unwrap();
            assert!(notified.is_none(), "nobody waits for {method}");
        }
        assert!(guard.call(request("goes on")).await.unwrap().unwrap().is_ok());
    }

    #[tokio::test]
    async fn handlers_begin_in_the_order_of_arrival_and_before_anyone_waits() {
        let handlers = Handlers::default();
        let begun = Arc::clone(&handlers.begun);
        let mut guard = Guard(handlers);
        let first = guard.call(request("first"));
        let second = guard.call(request("second"));
        assert_eq!(*begun.lock().unwrap(), ["first", "second"]);
        assert!(second.await.unwrap().unwrap().is_ok());
        assert!(first.await.unwrap().unwrap().is_ok());
    }
}
