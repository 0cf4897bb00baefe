(rule) @local.scope
(definition) @local.scope

(let name: (identifier) @local.definition.var)
(parameters (identifier) @local.definition.parameter)
(definition name: (identifier) @local.definition.function)
(record name: (identifier) @local.definition.type)
(rule name: (identifier) @local.definition.function)

(reference . (identifier) @local.reference)
(call function: (identifier) @local.reference)
(for_each record: (path . (identifier) @local.reference))
(form record: (identifier) @local.reference)
(example rule: (identifier) @local.reference)
