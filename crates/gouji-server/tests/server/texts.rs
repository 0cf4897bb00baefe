//! The texts of the tests: one rule and one sentence that it is about.

/// Rules with nothing wrong in them. A document in which 甲 is not 乙 and 丙 together has one finding.
pub const RULES: &str = "规则集 示范 版本 “1” {
  依据 《示范办法》第一条
}

量纲 金额 {
  元
  万元 = 10000 元
  精度 0.01 万元
}

## 收入说明里的数。
记录 收入 {
  合计: 金额
  拨款: 金额
  其他: 金额
}

表样 收入说明 填 收入 {
  段 含 “全部收入”
  句 “收入合计{合计}”
  句 “拨款收入{拨款}”
  句 “其他收入{其他}”
}

定义 各项之和(甲, 乙) = 甲 + 乙

## 合计等于各项之和。
规则 收入合计 {
  对每个 收入
  设 两项 = 各项之和(拨款, 其他)
  应当 合计 = 两项
  否则 “合计写作 {合计}，各项之和 {拨款 + 其他}”
  修正 合计 为 拨款 + 其他
}
";

/// The code of the finding.
pub const FINDING: &str = "示范/收入合计";

/// The project file of the tests: the rules above alone.
pub const PROJECT: &str =
    "rules = [\"rules\"]\ndocuments = [\"documents\"]\ndefault-packs = false\n";

pub const RULES_PATH: &str = "/w/rules/示范.gouji";
pub const RIGHT_PATH: &str = "/w/documents/right.txt";
pub const WRONG_PATH: &str = "/w/documents/wrong.txt";

/// A document whose total is as given.
pub fn document(total: &str) -> String {
    format!(
        "甲局2022年部门预算\n\n一、收入说明\n\n本部门全部收入。2022年收入合计{total}万元，其中：\
         拨款收入60.00万元，其他收入30.00万元。\n"
    )
}

/// What stands before the total in its line (4), in characters of the Basic Multilingual Plane.
pub const BEFORE_TOTAL: u32 = 17;
