use gouji_document::*;
use std::time::Instant;
fn main() {
    let bytes = std::fs::read(std::env::args().nth(1).unwrap()).unwrap();
    let d = read_bytes(bytes.clone());
    println!(
        "blocks {} rows {} cells {} outline {} problems {:?} len {}",
        d.blocks.len(),
        d.rows.len(),
        d.cells.len(),
        d.outline.len(),
        d.problems,
        d.text.len()
    );
    let mem = d.blocks.capacity() * size_of::<Block>()
        + d.rows.capacity() * size_of::<Row>()
        + d.cells.capacity() * size_of::<Cell>()
        + d.outline.capacity() * size_of::<OutlineEntry>()
        + 4 * d.lines.line_count() as usize;
    println!(
        "mem {} ratio {:.2}; block {} row {} cell {} entry {}",
        mem,
        mem as f64 / d.text.len() as f64,
        size_of::<Block>(),
        size_of::<Row>(),
        size_of::<Cell>(),
        size_of::<OutlineEntry>()
    );
    let text: std::sync::Arc<str> = d.text.clone();
    for (name, big) in [("1x", 1), ("200x", 200)] {
        let big_text: std::sync::Arc<str> = text.repeat(big).into();
        let n = 400 / big.min(40);
        let mut best = u128::MAX;
        let mut bestb = u128::MAX;
        let mut bestli = u128::MAX;
        let mut bestu = u128::MAX;
        for _ in 0..n {
            let t = Instant::now();
            let d = read_text(big_text.clone());
            best = best.min(t.elapsed().as_nanos());
            std::hint::black_box(d);
            let b = big_text.as_bytes().to_vec();
            let t = Instant::now();
            let d = read_bytes(b);
            bestb = bestb.min(t.elapsed().as_nanos());
            std::hint::black_box(d);
            let t = Instant::now();
            let d = gouji_text::LineIndex::new(&big_text);
            bestli = bestli.min(t.elapsed().as_nanos());
            std::hint::black_box(d);
            let t = Instant::now();
            let d = std::str::from_utf8(big_text.as_bytes());
            bestu = bestu.min(t.elapsed().as_nanos());
            let _ = std::hint::black_box(d);
        }
        let mb = |x: u128| big_text.len() as f64 * 1e3 / x as f64;
        println!(
            "{name}: read_text {:.0} MB/s read_bytes {:.0} MB/s lineindex {:.0} from_utf8 {:.0}",
            mb(best),
            mb(bestb),
            mb(bestli),
            mb(bestu)
        );
    }
    let s = |r| d.slice(r).to_string();
    if std::env::args().nth(2).is_some() {
        for (i, e) in d.outline.iter().enumerate() {
            let t: String = s(e.title).chars().take(30).collect();
            println!(
                "{i:4} {}L{} {}{:?} {} p={:?} prev={:?} [{}] {}",
                "  ".repeat(e.level as usize),
                e.level,
                if e.is_heading { "*" } else { " " },
                e.numbering,
                e.number,
                e.parent,
                e.previous,
                s(e.number_range),
                t
            );
        }
    }
}
