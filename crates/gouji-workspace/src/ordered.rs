//! Work done side by side and handed on in order, with a bounded number of results waiting.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Results that may be under way or waiting, for each job.
const WINDOW: usize = 2;

/// What a panic left of a piece of work.
pub(crate) struct Crashed;

/// Does `work` for every item on `jobs` threads and hands the results to `sink` in the order of the
/// items. No more than twice as many results as jobs are under way or waiting at one time. A panic
/// in one piece of work costs the others nothing. Ends early where the sink breaks.
pub(crate) fn in_order<Item: Sync, Output: Send>(
    items: &[Item],
    jobs: usize,
    work: impl Fn(&Item) -> Output + Sync,
    mut sink: impl FnMut(&Item, Result<Output, Crashed>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let work = |item: &Item| catch_unwind(AssertUnwindSafe(|| work(item))).map_err(|_| Crashed);
    let jobs = jobs.clamp(1, items.len().max(1));
    if jobs == 1 {
        return items.iter().try_for_each(|item| sink(item, work(item)));
    }
    let queue = ResultWindow::new(items.len(), jobs * WINDOW);
    std::thread::scope(|scope| {
        // Whatever ends this scope, also a panic of the sink, lets the workers go.
        let _release = Release(&queue);
        for _ in 0..jobs {
            scope.spawn(|| {
                while let Some(number) = queue.take() {
                    queue.put(number, work(&items[number]));
                }
            });
        }
        items.iter().try_for_each(|item| sink(item, queue.next()))
    })
}

/// The window over the results: those before `first` are handed on, those behind it wait their turn.
struct ResultWindow<Output> {
    state: Mutex<WindowState<Output>>,
    changed: Condvar,
    count: usize,
    window: usize,
}

struct WindowState<Output> {
    /// The item whose result is handed on next.
    first: usize,
    /// The item that is taken next.
    taken: usize,
    /// The results from `first` on, as far as they are there.
    results: VecDeque<Option<Result<Output, Crashed>>>,
    is_over: bool,
}

impl<Output> ResultWindow<Output> {
    fn new(count: usize, window: usize) -> Self {
        let results = (0..window).map(|_| None).collect();
        let state = WindowState { first: 0, taken: 0, results, is_over: false };
        Self { state: Mutex::new(state), changed: Condvar::new(), count, window }
    }

    fn lock(&self) -> MutexGuard<'_, WindowState<Output>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next item to work on, once the window reaches it; `None` where there is no more to do.
    fn take(&self) -> Option<usize> {
        let is_ahead = |state: &mut WindowState<Output>| {
            !state.is_over && state.taken < self.count && state.taken >= state.first + self.window
        };
        let mut state =
            self.changed.wait_while(self.lock(), is_ahead).unwrap_or_else(PoisonError::into_inner);
        if state.is_over || state.taken >= self.count {
            return None;
        }
        state.taken += 1;
        Some(state.taken - 1)
    }

    fn put(&self, number: usize, result: Result<Output, Crashed>) {
        let mut state = self.lock();
        let at = number - state.first;
        state.results[at] = Some(result);
        drop(state);
        self.changed.notify_all();
    }

    /// The next result in order, once it is there.
    fn next(&self) -> Result<Output, Crashed> {
        let is_missing =
            |state: &mut WindowState<Output>| !matches!(state.results.front(), Some(Some(_)));
        let mut state = self
            .changed
            .wait_while(self.lock(), is_missing)
            .unwrap_or_else(PoisonError::into_inner);
        let result = state.results.pop_front().flatten();
        state.results.push_back(None);
        state.first += 1;
        drop(state);
        self.changed.notify_all();
        result.unwrap_or(Err(Crashed))
    }
}

struct Release<'queue, Output>(&'queue ResultWindow<Output>);

impl<Output> Drop for Release<'_, Output> {
    fn drop(&mut self) {
        self.0.lock().is_over = true;
        self.0.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

    #[test]
    fn results_come_in_order_and_few_wait() {
        let items: Vec<usize> = (0..500).collect();
        for jobs in [1, 2, 7, 1000] {
            let (begun, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let mut seen = Vec::new();
            let work = |item: &usize| {
                begun.fetch_add(1, SeqCst);
                // The first of each ten takes longest.
                let turns = if item.is_multiple_of(10) { 2000 } else { 1 };
                (0..turns).fold(*item, |sum, turn| std::hint::black_box(sum ^ turn ^ turn))
            };
            let end = in_order(&items, jobs, work, |_, result| {
                most.fetch_max(begun.load(SeqCst) - seen.len(), SeqCst);
                seen.extend(result.ok());
                ControlFlow::Continue(())
            });
            assert!(end.is_continue());
            assert_eq!(seen, items);
            // The sink has one more in its hands.
            let bound = 2 * jobs.min(500) + 1;
            assert!(most.load(SeqCst) <= bound, "{jobs} jobs: {most:?} at one time");
        }
    }

    #[test]
    fn a_panic_costs_the_others_nothing() {
        let items: Vec<usize> = (0..100).collect();
        for jobs in [1, 4] {
            let mut seen = Vec::new();
            let work = |item: &usize| {
                assert!(item % 9 != 4, "a panic that this test asks for");
                *item
            };
            let _ = in_order(&items, jobs, work, |item, result| {
                assert_eq!(result.is_err(), item % 9 == 4);
                seen.push(*item);
                ControlFlow::Continue(())
            });
            assert_eq!(seen, items);
        }
    }

    #[test]
    fn the_sink_may_end_it() {
        let items: Vec<usize> = (0..1000).collect();
        for jobs in [1, 4] {
            let begun = AtomicUsize::new(0);
            let work = |_: &usize| begun.fetch_add(1, SeqCst);
            let end = in_order(&items, jobs, work, |item, _| match item {
                7 => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            });
            assert!(end.is_break());
            assert!(begun.load(SeqCst) <= 8 + 2 * jobs);
        }
    }
}
