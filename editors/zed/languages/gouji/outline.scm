(documentation) @annotation

(ruleset "规则集" @context name: (identifier) @name) @item
(ruleset "ruleset" @context name: (identifier) @name) @item
(dimension "量纲" @context name: (identifier) @name) @item
(dimension "dimension" @context name: (identifier) @name) @item
(record "记录" @context name: (identifier) @name) @item
(record "record" @context name: (identifier) @name) @item
(form "表样" @context name: (identifier) @name) @item
(form "form" @context name: (identifier) @name) @item
(definition "定义" @context name: (identifier) @name) @item
(definition "define" @context name: (identifier) @name) @item
(rule "规则" @context name: (identifier) @name) @item
(rule "rule" @context name: (identifier) @name) @item
(example "示例" @context rule: (identifier) @name) @item
(example "example" @context rule: (identifier) @name) @item
(field_declaration name: (identifier) @name) @item
