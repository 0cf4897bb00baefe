(ruleset name: (identifier) @name) @definition.module
(dimension name: (identifier) @name) @definition.type
(record name: (identifier) @name) @definition.class
(form name: (identifier) @name) @definition.class
(definition name: (identifier) @name) @definition.function
(rule name: (identifier) @name) @definition.function

(call function: (identifier) @name) @reference.call
(example rule: (identifier) @name) @reference.call
(form record: (identifier) @name) @reference.class
(for_each record: (path . (identifier) @name)) @reference.class
