//! The specs in `tests/spec`.

use gouji_spec::{Suite, UPDATE};
use std::path::Path;

#[test]
fn specs_hold() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/spec");
    let folder = folder.canonicalize().expect("the folder of the specs");
    let update = std::env::var_os(UPDATE).is_some_and(|value| value == "1");
    let suite = Suite::folder(&folder, update);
    for pending in &suite.pending {
        println!("待修 {pending}");
    }
    println!("{} 个用例通过，{} 个待修", suite.passed, suite.pending.len());
    if let Some(complaint) = suite.complaint() {
        panic!("{complaint}");
    }
    // An empty folder would hold everything.
    assert!(suite.passed >= 100, "只找到 {} 个用例", suite.passed);
}
