fn main(){ let pack=std::fs::read_to_string("crates/gouji-syntax/tests/data/pack.gouji").unwrap();
 let p30=pack.repeat(30*1024/pack.len()+1); for _ in 0..1500 { std::hint::black_box(gouji_syntax::parse(&p30)); } }
