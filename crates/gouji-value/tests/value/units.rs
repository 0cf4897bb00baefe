//! The units that the tests declare.

use gouji_value::{Decimal, DimensionId, UnitId, UnitTable};

pub struct Units {
    pub table: UnitTable,
    pub money: DimensionId,
    pub people: DimensionId,
    pub yuan: UnitId,
    pub wan: UnitId,
    pub yi: UnitId,
    pub person: UnitId,
}

pub fn decimal(text: &str) -> Decimal {
    Decimal::from_str_exact(text).unwrap()
}

pub fn units() -> Units {
    let mut table = UnitTable::default();
    let money = table.add_dimension("金额");
    let yuan = table.add_unit(money, "元", Decimal::ONE).unwrap();
    let wan = table.add_unit(money, "万元", decimal("10000")).unwrap();
    let yi = table.add_unit(money, "亿元", decimal("100000000")).unwrap();
    table.set_quantum(money, decimal("100"));
    let people = table.add_dimension("人数");
    let person = table.add_unit(people, "人", Decimal::ONE).unwrap();
    let time = table.add_dimension("时间");
    table.add_unit(time, "年", Decimal::ONE).unwrap();
    let area = table.add_dimension("面积");
    table.add_unit(area, "平方米", Decimal::ONE).unwrap();
    Units { table, money, people, yuan, wan, yi, person }
}
