//! Where the time of a check goes: `cargo bench -p gouji-bench`.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use gouji_analysis::{Checker, RuleSet};
use gouji_bench::samples;

use gouji_evaluation::evaluate_all;
use gouji_facts::FormReader;
use gouji_program::RuleId;
use gouji_value::{ReadAs, read};
use gouji_workspace::{MemorySystem, RuleOptions, load_rules};
use std::hint::black_box;

/// A document's way, whole and by its stages; bytes of the document a second.
fn document(criterion: &mut Criterion) {
    let loaded = load_rules(&MemorySystem::default(), &RuleOptions::default());
    let program = &loaded.rules.program;
    let checker = Checker::new(program.clone());
    let reader = FormReader::new(program.clone());
    let rules = || (0..program.rules.len()).map(|number| RuleId(number as u32));
    for sample in samples() {
        let document = gouji_document::read("a.txt", sample.bytes.clone());
        let facts = reader.read(&document);
        let mut group = criterion.benchmark_group("document");
        group.throughput(Throughput::Bytes(sample.bytes.len() as u64));
        group.bench_function(BenchmarkId::new("check", sample.name), |bencher| {
            bencher.iter(|| {
                let document = gouji_document::read("a.txt", sample.bytes.clone());
                black_box(checker.check(&sample.name.into(), &document, &loaded.selections))
            });
        });
        group.bench_function(BenchmarkId::new("read", sample.name), |bencher| {
            bencher.iter(|| black_box(gouji_document::read("a.txt", sample.bytes.clone())));
        });
        group.bench_function(BenchmarkId::new("forms", sample.name), |bencher| {
            bencher.iter(|| black_box(reader.read(&document)));
        });
        group.bench_function(BenchmarkId::new("rules", sample.name), |bencher| {
            bencher.iter(|| black_box(evaluate_all(program, &facts, rules())));
        });
        group.finish();
    }
}

/// The shipped packs from text to a checked program.
fn packs(criterion: &mut Criterion) {
    let packs = gouji_packs::shipped();
    let bytes: usize = packs.iter().flat_map(|pack| &pack.files).map(|file| file.text.len()).sum();
    let mut group = criterion.benchmark_group("packs");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("parse and check", |bencher| {
        bencher.iter(|| black_box(RuleSet::without_examples(&packs)));
    });
    group.bench_function("parse and check, with examples", |bencher| {
        bencher.iter(|| black_box(RuleSet::new(&packs)));
    });
    group.finish();
}

/// Reading figures from text; texts a second.
fn values(criterion: &mut Criterion) {
    let loaded = load_rules(&MemorySystem::default(), &RuleOptions::default());
    let units = &loaded.rules.program.units;
    let money = units.dimension("金额").expect("the shipped rules declare it");
    let default_unit = units.unit("万元");
    let kinds: [(&str, ReadAs, &[&str]); 4] = [
        (
            "quantities",
            ReadAs::Quantity(money),
            &["8,084.85", "9214.60万元", "136.4 1", "１２．５０", "0", "", "3 亿元", "—"],
        ),
        (
            "limits",
            ReadAs::Bound,
            &[
                "≥95%",
                "≤350 元/人",
                "不低于90%",
                "6月前",
                "3–5年",
                "及时",
                "≥5000 本",
                "2021年10月31日前",
            ],
        ),
        (
            "percentages",
            ReadAs::Percent,
            &["25.00%", "100%", "百分之五", "５０．００％", "2个百分点"],
        ),
        (
            "dates",
            ReadAs::Date,
            &["2021年10月31日", "2021 年 11 月 31 日", "2020-12-31", "二〇二一年三月"],
        ),
    ];
    let mut group = criterion.benchmark_group("values");
    for (name, kind, texts) in kinds {
        group.throughput(Throughput::Elements(texts.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for text in texts {
                    black_box(read(black_box(text), kind, units, default_unit));
                }
            });
        });
    }
    group.finish();
}

criterion_group!(benches, document, packs, values);
criterion_main!(benches);
