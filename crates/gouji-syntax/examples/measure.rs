use std::time::Instant;
fn time(name:&str,t:&str,n:u32){ let s=Instant::now(); let mut k=0; for _ in 0..n { k+=gouji_syntax::parse(t).items.len(); } let e=s.elapsed()/n; 
 let f=gouji_syntax::parse(t); let p=f.problems.len()+f.items.iter().map(|i|i.problems.len()).sum::<usize>();
 println!("{name}: {} bytes, {:?}, {:.1} MB/s, items {}, problems {p}", t.len(), e, t.len() as f64/e.as_secs_f64()/1e6, k/n as usize); }
fn main(){
 let pack=std::fs::read_to_string("crates/gouji-syntax/tests/data/pack.gouji").unwrap();
 let cons=std::fs::read_to_string("crates/gouji-syntax/tests/data/constructs.gouji").unwrap();
 let p30=pack.repeat(30*1024/pack.len()+1);
 for _ in 0..3 { time("pack30k",&p30,200); }
 time("constructs30k",&cons.repeat(30*1024/cons.len()+1),200);
 let s=Instant::now(); for _ in 0..200 { std::hint::black_box(gouji_syntax::split_items(&p30)); } println!("split {:?}", s.elapsed()/200);
 let mb=1usize<<20;
 let h:Vec<(&str,String)>=vec![
 ("parens","(".repeat(mb)),("rule parens",format!("规则 a {{\n应当 {}", "(".repeat(mb))),
 ("unit paren lines",format!("规则 a {{\n应当 {}", "(\n".repeat(100000))),
 ("rules","规则\n".repeat(mb/7)),("rule x","规则 x\n".repeat(mb/9)),("rule x {","规则 x {\n".repeat(mb/11)),
 ("braces","}".repeat(mb)),("open braces","{".repeat(mb)),("junk lines",format!("规则 a {{\n{}","垃圾\n".repeat(30000)).repeat(4)),
 ("record",format!("记录 a {{\n{}\n}}\n","甲\n".repeat(50000)).repeat(4)),
 ("sum",format!("规则 a {{\n应当 {} = 3\n}}\n","a + ".repeat(60000)).repeat(4)),
 ("not eq",format!("规则 a {{\n应当 {} 3\n}}\n","非 a = ".repeat(25000)).repeat(4)),
 ("neg mul",format!("规则 a {{\n应当 {} 3\n}}\n","-a × ".repeat(30000)).repeat(4)),
 ("neg default",format!("规则 a {{\n应当 {} 3\n}}\n","-a 缺省 ".repeat(20000)).repeat(4)),
 ("kuo", "「".repeat(mb/3)),("rule kuo",format!("规则 a {{\n{}\n}}\n","「".repeat(80000)).repeat(4)),
 ("quotes","“\n".repeat(mb/4)),("rule quotes",format!("规则 a {{\n应当 {}\n}}\n","“\n".repeat(60000)).repeat(4)),
 ("nested deep junk",format!("规则 a {{\n应当 {} {}\n}}\n","f(".repeat(60),"b ".repeat(120000)).repeat(4)),
 ("spaces",format!("规则 a {{\n应当 a{}\n}}\n"," ".repeat(250000)).repeat(4)),
 ("nested spaces",format!("规则 a {{\n应当 {} a{}\n}}\n","(".repeat(60)," ".repeat(250000)).repeat(4)),
 ("basis braces",format!("规则 a {{\n依据 {}\n}}\n","} ".repeat(120000)).repeat(4)),
 ("basis basis",format!("规则 a {{\n应当 {} \n}}\n","\n依据 有值 且 (".repeat(10000)).repeat(4)),
 ("commas",format!("规则 a {{\n应当 a {}\n}}\n",", ".repeat(120000)).repeat(4)),
 ("ifs",format!("规则 a {{\n应当 {}\n}}\n","若 a 则 b 否则 ".repeat(10000)).repeat(4)),
 ("words","字".repeat(mb/3)),("digits",format!("规则 a {{\n应当 {}\n}}\n","1,".repeat(100000)).repeat(4)),
 ("missing texts",format!("表样 a 填 b {{\n{}\n}}\n","标签 a\n".repeat(25000)).repeat(4)),
 ("typos",format!("规则 a {{\n{}\n}}\n","应该 a = b\n".repeat(20000)).repeat(4)),
 ("backquotes",format!("规则 a {{\n应当 {}\n}}\n","`".repeat(250000)).repeat(4)),
 ("stray","x\n".repeat(mb/2)),("docs","## x\n".repeat(mb/5)),("comments",format!("规则 a {{\n应当 (a{}\n}}\n","# x\n".repeat(60000)).repeat(4)),
 ("example",format!("示例 a {{\n合格 b {{ {} }}\n}}\n","a: 甲\n".repeat(30000)).repeat(4)),
 ("example list",format!("示例 a {{\n合格 b {{ a: [{}] }}\n}}\n","{".repeat(60)).repeat(1000)),
 ];
 for (n,t) in &h { time(n,t,1); }
}
