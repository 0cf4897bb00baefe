use std::time::Instant;
fn time<R>(name: &str, len: usize, n: usize, mut f: impl FnMut() -> R) {
    let mut best = u128::MAX;
    for _ in 0..n {
        let t = Instant::now();
        std::hint::black_box(f());
        best = best.min(t.elapsed().as_nanos());
    }
    println!("{name}: {:.0} MB/s", len as f64 * 1e3 / best as f64);
}
fn main() {
    let bytes = std::fs::read(std::env::args().nth(1).unwrap()).unwrap();
    let l = bytes.len();
    let n = 300;
    time("from_utf8", l, n, || std::str::from_utf8(&bytes).is_ok());
    time("encoding_rs", l, n, || {
        encoding_rs::UTF_8.decode_without_bom_handling_and_without_replacement(&bytes).is_some()
    });
    let s = String::from_utf8(bytes.clone()).unwrap();
    time("arc", l, n, || std::sync::Arc::<str>::from(s.as_str()));
    time("memchr2", l, n, || memchr::memchr2_iter(b'\t', b'\n', &bytes).fold(0, |a, b| a ^ b));
    time("memchr count", l, n, || memchr::memchr_iter(b'\t', &bytes).count());
    time("control", l, n, || {
        let mut c = (0, 0);
        for run in bytes.chunks(255) {
            let (mut nul, mut all) = (0_u8, 0_u8);
            for byte in run {
                nul += u8::from(*byte == 0);
                let space = (9..=13).contains(byte);
                all += u8::from((*byte < 0x20 && !space) || *byte == 0x7f);
            }
            c.0 += usize::from(nul);
            c.1 += usize::from(all);
        }
        c
    });
    time("find nul", l, n, || s.find('\0'));
    time("trims", l, n, || {
        s.lines().filter(|l| !l.contains('\t')).filter(|l| !l.trim().is_empty()).count()
    });
}
