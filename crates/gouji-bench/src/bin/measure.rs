//! Measures what Criterion does not: whole processes side by side, and the heap. Prints Markdown.
//!
//! ```sh
//! cargo build --release -p gouji && cargo run --release -p gouji-bench --bin measure
//! ```

use gouji_analysis::Checker;
use gouji_bench::{Sample, median, ratio, samples, time};
use gouji_document::read;
use gouji_workspace::{DiskSystem, LoadedRules, RuleOptions, load_rules};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

mod counting {
    //! The heap, counted. An allocator is an unsafe trait by its nature; this one hands every call
    //! to the system's and adds up sizes, and stands in no library that anything depends on.
    #![allow(unsafe_code)]

    use std::alloc::{GlobalAlloc, Layout, System};
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    struct Counting;

    #[global_allocator]
    static ALLOCATOR: Counting = Counting;

    static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);
    static LIVE: AtomicUsize = AtomicUsize::new(0);
    static PEAK: AtomicUsize = AtomicUsize::new(0);

    fn grown(size: usize) {
        ALLOCATIONS.fetch_add(1, Relaxed);
        let live = LIVE.fetch_add(size, Relaxed) + size;
        PEAK.fetch_max(live, Relaxed);
    }

    // SAFETY: every method passes its arguments on to the system's allocator unchanged, and returns
    // what that returns; the counters touch no memory of the caller.
    unsafe impl GlobalAlloc for Counting {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            grown(layout.size());
            // SAFETY: the caller's promises are passed on.
            unsafe { System.alloc(layout) }
        }

        unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
            LIVE.fetch_sub(layout.size(), Relaxed);
            // SAFETY: the caller's promises are passed on.
            unsafe { System.dealloc(pointer, layout) }
        }

        unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
            LIVE.fetch_sub(layout.size(), Relaxed);
            grown(size);
            // SAFETY: the caller's promises are passed on.
            unsafe { System.realloc(pointer, layout, size) }
        }
    }

    /// What some work took of the heap.
    pub struct Heap {
        /// Allocations and reallocations.
        pub allocations: usize,
        /// Most bytes held at one time, beyond those held before.
        pub peak: usize,
        /// Bytes still held by what it returned.
        pub kept: usize,
    }

    /// Does `work` and counts; nothing else may run meanwhile.
    pub fn count<Result>(work: impl FnOnce() -> Result) -> (Result, Heap) {
        let (before, live) = (ALLOCATIONS.load(Relaxed), LIVE.load(Relaxed));
        PEAK.store(live, Relaxed);
        let result = work();
        let heap = Heap {
            allocations: ALLOCATIONS.load(Relaxed) - before,
            peak: PEAK.load(Relaxed).saturating_sub(live),
            kept: LIVE.load(Relaxed).saturating_sub(live),
        };
        (result, heap)
    }
}

/// Runs of each process; the median of an odd number is one of them.
const RUNS: usize = 101;

fn main() -> ExitCode {
    let samples = samples();
    let Some((gouji, reader)) = binaries() else {
        eprintln!("build both first: cargo build --release -p gouji -p gouji-bench");
        return ExitCode::from(2);
    };
    println!("### Whole processes, {RUNS} runs each, taking turns\n");
    println!("| document | process | time of day, median | ratio | processor time, mean | ratio |");
    println!("| --- | --- | --- | --- | --- | --- |");
    for sample in &samples {
        processes(sample, &gouji, &reader);
    }
    heap(&samples);
    ExitCode::SUCCESS
}

/// `gouji` and `read-utf8`, in this program's own folder.
fn binaries() -> Option<(PathBuf, PathBuf)> {
    let own = std::env::current_exe().ok()?;
    let beside = |name: &str| {
        let path = own.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        path.is_file().then_some(path)
    };
    Some((beside("gouji")?, beside("read-utf8")?))
}

/// Takes turns for the time of day, so that what else the machine does falls on all alike; then runs
/// each by itself for the processor's time, which is counted in hundredths of a second.
fn processes(sample: &Sample, gouji: &Path, reader: &Path) {
    let path = sample.path.as_os_str();
    let commands: [(&str, &Path, &[&OsStr]); 3] = [
        ("read and validate UTF-8", reader, &[path]),
        ("`gouji --version`", gouji, &["--version".as_ref()]),
        ("`gouji check`", gouji, &["check".as_ref(), path]),
    ];
    let mut measured: [Vec<Duration>; 3] = Default::default();
    for _ in 0..RUNS {
        for ((_, program, arguments), times) in commands.iter().zip(&mut measured) {
            times.push(time(|| run(program, arguments)));
        }
    }
    let medians = measured.map(median);
    let processor = commands.map(|(_, program, arguments)| {
        let before = processor_time()?;
        (0..RUNS).for_each(|_| run(program, arguments));
        let runs = u32::try_from(RUNS).ok()?;
        Some(processor_time()?.checked_sub(before)? / runs)
    });
    for (at, (what, ..)) in commands.iter().enumerate() {
        let [first, this] = [medians[0], medians[at]].map(|time| time.as_micros());
        let [first_processor, this_processor] =
            [processor[0], processor[at]].map(|time| time.unwrap_or_default().as_micros());
        println!(
            "| {} ({} bytes) | {what} | {this} µs | {} | {this_processor} µs | {} |",
            sample.name,
            sample.bytes.len(),
            ratio(this, first),
            ratio(this_processor, first_processor),
        );
    }
}

/// The processor's time that finished child processes have taken; Linux says so, in hundredths of a
/// second.
fn processor_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name in brackets may hold anything; the counts are the 14th and 15th field behind it.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Duration::from_millis((ticks(13)? + ticks(14)?) * 10))
}

fn run(program: &Path, arguments: &[&OsStr]) {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if let Err(error) = command.status() {
        eprintln!("{}: {error}", program.display());
    }
}

fn heap(samples: &[Sample]) {
    let (loaded, heap) = counting::count(|| load_rules(&DiskSystem, &RuleOptions::default()));
    println!("\n### Heap\n");
    println!("| work | allocations | bytes at peak | bytes kept | peak per document byte |");
    println!("| --- | --- | --- | --- | --- |");
    println!(
        "| loading the shipped rules | {} | {} | {} | – |",
        heap.allocations, heap.peak, heap.kept
    );
    for sample in samples {
        document_heap(sample, &loaded);
    }
}

fn document_heap(sample: &Sample, loaded: &LoadedRules) {
    let checker = Checker::new(loaded.rules.program.clone());
    let length = sample.bytes.len();
    let row = |work: &str, heap: &counting::Heap| {
        let per_byte = ratio(heap.peak as u128, length as u128);
        let counting::Heap { allocations, peak, kept } = heap;
        println!("| {}: {work} | {allocations} | {peak} | {kept} | {per_byte} |", sample.name);
    };
    let (document, heap) = counting::count(|| read("a.txt", sample.bytes.clone()));
    row("reading the document", &heap);
    let (_, heap) = counting::count(|| checker.facts(&document));
    row("forms", &heap);
    drop(document);
    let name = sample.name.into();
    let (_, heap) = counting::count(|| {
        let document = read("a.txt", sample.bytes.clone());
        checker.check(&name, &document, &loaded.selections)
    });
    row("all of a check", &heap);
}
